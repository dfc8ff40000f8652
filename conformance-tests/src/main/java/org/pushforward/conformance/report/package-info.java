/**
 * What came of runs of the kit, as pages and as data.
 *
 * <p>A {@link org.pushforward.conformance.report.ConformanceReport} is a matrix: a row for each rule, a column for each
 * backend and device. It is written as HTML, Markdown and JSON by {@link
 * org.pushforward.conformance.report.ReportFiles}, and read again from JSON to be merged with one of another machine.
 */
package org.pushforward.conformance.report;
