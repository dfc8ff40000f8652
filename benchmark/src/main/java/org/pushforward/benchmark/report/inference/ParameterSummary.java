package org.pushforward.benchmark.report.inference;

import java.util.Optional;

/**
 * What a method learned about one parameter.
 *
 * @param name the name, such as {@code range}
 * @param median the median of its distribution, or its value if it was estimated
 * @param low the 5 % quantile of its distribution, if there is one
 * @param high the 95 % quantile of its distribution, if there is one
 * @param scaleReduction split R-hat of parallel chains, near 1 if they agree
 * @param effective the effective number of independent draws
 */
public record ParameterSummary(
        String name,
        double median,
        Optional<Double> low,
        Optional<Double> high,
        Optional<Double> scaleReduction,
        Optional<Double> effective) {
    /** Returns the summary of an estimated parameter. */
    public static ParameterSummary of(String name, double value) {
        return new ParameterSummary(
                name, value, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
