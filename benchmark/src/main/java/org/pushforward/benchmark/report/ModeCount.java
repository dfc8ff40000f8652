package org.pushforward.benchmark.report;

/**
 * How many of the modes of a distribution samples hold.
 *
 * @param present the modes that are there
 * @param total the modes of the distribution
 * @param pValue the p-value of the chi-square test that the samples in modes are spread over them as the distribution says; NaN if none is
 */
public record ModeCount(int present, int total, double pValue) {}
