package org.pushforward.metrics.twosample;

import java.util.List;

/**
 * The result of a two-sample test.
 *
 * @param statistic the test statistic, larger if the samples differ more
 * @param pValue the probability of a statistic at least as large if both samples come from the same distribution
 * @param remarks remarks on the samples, such as constant columns
 */
public record TwoSampleResult(double statistic, double pValue, List<String> remarks) {}
