/**
 * HTML pages of reports. {@code ReportPage} is the page of a comparison, and each of its sections is a class.
 */
package org.pushforward.benchmark.report.html;
