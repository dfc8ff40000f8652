/**
 * The results of a comparison of models as immutable records, and the page, the numbers, and the pictures that present them.
 *
 * <p>Start at {@link org.pushforward.benchmark.report.Report}, the root of the records, and at {@link
 * org.pushforward.benchmark.report.ReportWriter}, which writes them to a folder. This package does not train, sample, or measure,
 * and it needs no network, font, or display.
 */
package org.pushforward.benchmark.report;
