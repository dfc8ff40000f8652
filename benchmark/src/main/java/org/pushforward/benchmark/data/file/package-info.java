/** Your own data as data sets of experiments: {@code data: {kind: file, path: prices.csv}}. */
package org.pushforward.benchmark.data.file;
