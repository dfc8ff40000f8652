/** How far engines are apart: the differences of each model on each pair, and the matrix of the largest ones. */
package org.pushforward.benchmark.report.agreement;
