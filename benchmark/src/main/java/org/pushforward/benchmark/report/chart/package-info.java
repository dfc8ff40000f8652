/**
 * Charts as SVG: axes, lines, scatter plots, heat maps and color bars.
 */
package org.pushforward.benchmark.report.chart;
