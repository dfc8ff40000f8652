package org.pushforward.metrics.twosample;

import java.util.List;

/**
 * What a test of two samples found.
 *
 * @param statistic the statistic, larger for samples that differ more
 * @param pValue the probability of a statistic as large if both samples come from one distribution
 * @param remarks what a reader should know of the samples
 */
public record TwoSampleResult(double statistic, double pValue, List<String> remarks) {}
