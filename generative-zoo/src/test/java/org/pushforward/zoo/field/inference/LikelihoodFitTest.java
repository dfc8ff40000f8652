package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.kriging.Measurements;

/** Fits the variance of gauges that are 1000 ranges apart, so they are independent: it is their mean square. */
class LikelihoodFitTest {
    private final CovarianceFamily family =
            CovarianceFamily.of(new Exponential()).with("range", 1e-3);
    private final Measurements gauges =
            Measurements.of(Places.of(new double[] {0, 1, 2, 3}, new double[4]), 1, -2, 4, 0.5);
    private final double meanSquare = (1 + 4 + 16 + 0.25) / 4;

    /** The tolerance of both searches, 1e-10 of a density with second derivative n / 2 = 2 in log v. The start is no logarithm. */
    @Test
    void theVarianceOfIndependentGaugesIsTheirMeanSquare() {
        Posterior posterior = Posterior.flat(Likelihood.maximum(family, Trend.known(0), gauges));
        for (LikelihoodFit fit : both(posterior, 800)) {
            assertThat(fit.parameters()).hasSize(1);
            assertThat(fit.parameters()[0]).isCloseTo(meanSquare, within(1e-4 * meanSquare));
            assertThat(fit.logDensity()).isCloseTo(-2 * (Math.log(2 * Math.PI * meanSquare) + 1), within(1e-8));
            // Far from all gauges, the variance of the field itself.
            assertThat(fit.kriging()
                            .predict(Places.of(new double[] {9}, new double[] {9}))
                            .variance()[0])
                    .isCloseTo(fit.parameters()[0], within(1e-12));
        }
    }

    /** With log v from N(0, s^2), the density is largest where -n/2 + n q / (2 v) - (log v) / s^2 = 0 for the mean square q. */
    @Test
    void aPriorPullsTheVarianceToItsMedian() {
        Posterior posterior = Posterior.of(
                Likelihood.maximum(family, Trend.known(0), gauges),
                new Hyperprior(family.parameters(), new double[] {1}, new double[] {0.5}));
        for (LikelihoodFit fit : both(posterior, 0.3)) {
            double v = fit.parameters()[0];
            assertThat(v).isBetween(1.0, meanSquare);
            assertThat(-2 + 2 * meanSquare / v - Math.log(v) / 0.25).isCloseTo(0, within(1e-3));
            double prior = -0.5 * Math.pow(Math.log(v) / 0.5, 2) - Math.log(0.5 * Math.sqrt(2 * Math.PI));
            double density = -2 * Math.log(2 * Math.PI * v) - 2 * meanSquare / v;
            assertThat(fit.logDensity()).isCloseTo(density + prior, within(1e-12));
        }
    }

    private static List<LikelihoodFit> both(Posterior posterior, double start) {
        try (Backend oracle = Backends.open("reference")) {
            return List.of(LikelihoodFit.of(posterior, start), LikelihoodFit.withGradient(posterior, oracle, start));
        }
    }
}
