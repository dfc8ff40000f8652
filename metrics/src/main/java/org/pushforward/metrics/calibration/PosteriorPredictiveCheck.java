package org.pushforward.metrics.calibration;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;
import org.pushforward.metrics.inference.Interval;
import org.pushforward.metrics.inference.SampleQuantile;

/**
 * The posterior-predictive check: by a statistic that you choose, do the data look like data simulated from their own posterior? Even a
 * model with well-fitted parameters may be unable to produce such data.
 *
 * <p>The posterior has seen the data, so for a correct model probabilities crowd around one half: a small probability is stronger evidence
 * than its size suggests, and a large one is weak evidence. Prior-predictive checks do not have this problem.
 *
 * <p>Gelman, Meng and Stern, <i>Posterior predictive assessment of model fitness via realized discrepancies</i>, 1996.
 *
 * @param observed the statistic of the data
 * @param expected the 5 % and the 95 % quantile of the simulated statistics
 * @param probability the two-sided tail probability: twice (1 + number of simulated statistics at least as far out) / (1 + number of
 *     simulated statistics), at most 1
 */
public record PosteriorPredictiveCheck(double observed, Interval expected, double probability) {
    private static final double TAIL = 0.05;

    /**
     * Checks data.
     *
     * @param data the data, in any type that the statistic takes
     * @param simulated data simulated with parameters from the posterior, one for each draw, 1 or more
     * @param statistic a statistic of data, preferably one that fitting does not match by itself, such as an extreme or a roughness
     * @throws IllegalArgumentException if nothing was simulated or a statistic is NaN
     */
    public static <D> PosteriorPredictiveCheck of(
            D data, Iterable<? extends D> simulated, ToDoubleFunction<? super D> statistic) {
        double observed = statistic.applyAsDouble(data);
        double[] values = StreamSupport.stream(simulated.spliterator(), false)
                .mapToDouble(statistic)
                .sorted()
                .toArray();
        if (values.length == 0 || Double.isNaN(observed) || Double.isNaN(values[values.length - 1])) {
            throw new IllegalArgumentException("a predictive check of " + observed + " by " + values.length
                    + " simulated statistics: expected numbers, of 1 or more simulations");
        }
        long below = Arrays.stream(values).filter(value -> value <= observed).count();
        long above = Arrays.stream(values).filter(value -> value >= observed).count();
        return new PosteriorPredictiveCheck(
                observed,
                new Interval(SampleQuantile.of(values, TAIL), SampleQuantile.of(values, 1 - TAIL)),
                Math.min(1, 2 * (1.0 + Math.min(below, above)) / (1.0 + values.length)));
    }
}
