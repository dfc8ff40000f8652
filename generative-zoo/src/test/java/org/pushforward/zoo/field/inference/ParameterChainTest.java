package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.kriging.Measurements;

/** Samples the variance v of one gauge y with noise, whose density N(y; 0, v + noise) is known. */
class ParameterChainTest {
    private final CovarianceFamily family =
            CovarianceFamily.of(new Exponential()).with("range", 1);

    private Posterior posterior(double y, double noise, double median, double spread) {
        Measurements gauge = Measurements.withNoise(
                Places.of(new double[] {0}, new double[] {0}), new double[] {y}, new double[] {noise});
        return Posterior.of(
                Likelihood.maximum(family, Trend.known(0), gauge),
                new Hyperprior(family.parameters(), new double[] {median}, new double[] {spread}));
    }

    /**
     * Below a variance of 1e-20, a gauge with noise 1 does not see it, and the prior falls by 1e-7 in 50 units of log v. Then a slice ends
     * where it is 50 wide, and its first point is taken: u - w + 50 w'', where w is uniform plus one of 0 to 49.
     */
    @Test
    void aSliceThatNeverEndsIsFiftyWide() {
        double start = Math.exp(-300);
        RandomKey key = RandomKey.of(7);
        double[] draws = ParameterChain.run(posterior(0.3, 1, start, 1e5), 10, 0, 1, key, start)
                .draws("variance");

        UniformRandomProvider random = key.stream();
        double u = -300;
        for (double draw : draws) {
            random.nextDouble();
            u -= random.nextDouble();
            u -= Math.floor(50 * random.nextDouble());
            u += 50 * random.nextDouble();
            // An exponential keeps 16 digits, so its logarithm of some hundreds is exact to 1e-13.
            assertThat(Math.log(draw)).isCloseTo(u, within(1e-10));
        }
    }

    /** Shares of draws below each point against quadrature, for a prior that is narrower than a step and one that is wider. */
    @Test
    void drawsOfOneVarianceHaveItsDistribution() {
        for (double spread : new double[] {0.2, 4}) {
            double y = 3;
            double noise = 0.3;
            int count = 3000;
            double[] draws = ParameterChain.run(posterior(y, noise, 2, spread), count, 20, 2, RandomKey.of(5), 1)
                    .draws("variance");
            Arrays.sort(draws);

            double step = spread / 1000;
            double below = Math.log(2) - 8 * spread;
            double mass = 0;
            for (int i = 0; i < 16_000; i++) {
                mass += density(below + i * step, y, noise, spread);
            }
            double share = 0;
            double largest = 0;
            int found = 0;
            for (int i = 0; i < 16_000; i++) {
                double u = below + i * step;
                share += density(u, y, noise, spread) / mass;
                while (found < count && Math.log(draws[found]) <= u) {
                    found++;
                }
                largest = Math.max(largest, Math.abs(share - (double) found / count));
            }
            // The 0.999 quantile of Kolmogorov's distance, counting the draws as half as many independent ones.
            assertThat(largest).isLessThan(1.95 / Math.sqrt(count / 2.0));
        }
    }

    private static double density(double u, double y, double noise, double spread) {
        double variance = Math.exp(u) + noise;
        double off = (u - Math.log(2)) / spread;
        return Math.exp(-0.5 * (y * y / variance + off * off)) / Math.sqrt(variance);
    }
}
