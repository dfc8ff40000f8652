package org.pushforward.benchmark.report.inference;

/**
 * A gauge on a map.
 *
 * @param x its horizontal coordinate
 * @param y its vertical coordinate
 * @param value what it measured, in the unit of the data
 */
public record GaugeMark(double x, double y, double value) {}
