/**
 * The pages of a report as HTML; {@code ReportPage} is the whole page and each section a class.
 */
package org.pushforward.benchmark.report.html;
