/**
 * What a comparison of models found, as plain immutable records, and the page, the numbers and the pictures that show it.
 *
 * <p>Start at {@link org.pushforward.benchmark.report.Report}, the root of the records, and at
 * {@link org.pushforward.benchmark.report.ReportWriter}, which writes them to a folder. Nothing here trains, samples or
 * measures; nothing here needs a network, a font or a display.
 */
package org.pushforward.benchmark.report;
