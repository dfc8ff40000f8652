package org.pushforward.metrics.calibration;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;
import org.pushforward.metrics.inference.Interval;
import org.pushforward.metrics.inference.SampleQuantile;

/**
 * The posterior-predictive check: does data look like data simulated from its own posterior, by a statistic that the reader chooses? A
 * model whose parameters are well fitted may still be unable to produce what was seen.
 *
 * <p>The posterior has seen the data, so probabilities crowd around a half even for a right model: a small one says more than its size, and
 * a large one says little. Predictive checks from the prior have no such fault.
 *
 * <p>Gelman, Meng and Stern, <i>Posterior predictive assessment of model fitness via realized discrepancies</i>, 1996.
 *
 * @param observed the statistic of the data
 * @param expected where nine of ten simulated statistics lie, from their 5 % to their 95 % quantile
 * @param probability how likely a statistic at least as far out on either side is, twice (1 + how many are) / (1 + how many there are), and
 *     1 at most
 */
public record PosteriorPredictiveCheck(double observed, Interval expected, double probability) {
    private static final double TAIL = 0.05;

    /**
     * Checks.
     *
     * @param data the data, in any type that the statistic takes
     * @param simulated data simulated with parameters from the posterior, one for each draw, 1 or more
     * @param statistic a number of data; one that the fit does not match anyway, such as an extreme or a roughness
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
