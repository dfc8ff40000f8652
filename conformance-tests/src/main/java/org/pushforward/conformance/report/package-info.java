/**
 * Reports about runs of the kit, as pages and as data.
 *
 * <p>A {@link org.pushforward.conformance.report.ConformanceReport} is a matrix with a row for each rule and a column for each
 * backend and device. {@link org.pushforward.conformance.report.ReportFiles} writes it as HTML, Markdown and JSON, and reads
 * the JSON to merge it with the report of another machine.
 */
package org.pushforward.conformance.report;
