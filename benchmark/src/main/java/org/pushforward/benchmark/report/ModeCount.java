package org.pushforward.benchmark.report;

/**
 * The number of modes of a distribution that samples cover.
 *
 * @param present the number of modes that the samples cover
 * @param total the number of modes of the distribution
 * @param pValue the p-value of the chi-square test that the samples in modes have the mode weights of the distribution; NaN if no
 *     sample is in a mode
 */
public record ModeCount(int present, int total, double pValue) {}
