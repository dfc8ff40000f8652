package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.SquaredExponential;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.simulation.PointSampler;

class PredictiveCheckTest {
    private static final CovarianceFamily FAMILY = CovarianceFamily.of(new Exponential());
    private static final Hyperprior PRIOR =
            new Hyperprior(FAMILY.parameters(), new double[] {4, 3}, new double[] {0.5, 0.5});
    private static final Grid GRID = Grid.of(5, 6);

    /** Variance 4 and range 3, which are certain. */
    private static final Hyperprior CERTAIN =
            new Hyperprior(FAMILY.parameters(), new double[] {4, 3}, new double[] {1e-9, 1e-9});

    private static List<PredictiveCheck> checks(double range, double unit) {
        double[] values = PointSampler.of(Structure.of(new Exponential(), 4, range), GRID.places())
                .sample(1, RandomKey.of(1))
                .toDoubles();
        Measurements gauges = Measurements.of(
                GRID.places(), Arrays.stream(values).map(v -> unit * v).toArray());
        return PredictiveCheck.of(Likelihood.restricted(FAMILY, Trend.constant(), gauges), PRIOR, 400, RandomKey.of(2));
    }

    @Test
    void gaugesDrawnFromTheHyperpriorAreNotSurprising() {
        assertThat(checks(3, 1)).noneMatch(PredictiveCheck::isSurprising);
    }

    @Test
    void wrongUnitIsSurprising() {
        assertThat(checks(3, 1000)).allMatch(PredictiveCheck::isSurprising);
        assertThat(checks(3, 1e-3)).allMatch(PredictiveCheck::isSurprising);
        assertThat(checks(3, 1000).get(0).toString())
                .contains("standard deviation of the gauges = ")
                .contains("look at the unit of the values");
    }

    private static List<PredictiveCheck> pair(double noise, int draws, double... values) {
        Measurements far = Measurements.withNoise(
                Places.of(new double[] {0, 1e6}, new double[2]), values, new double[] {noise, noise});
        return PredictiveCheck.of(
                Likelihood.restricted(FAMILY, Trend.constant(), far), CERTAIN, draws, RandomKey.of(3));
    }

    /**
     * The difference d of two distant gauges is from N(0, 2 v), their standard deviation is |d| / 2, and both are the nearest to each
     * other. |z| is below 0.0627 and above 1.96 with probability .05 each; with 2000 draws these quantiles have errors of 10 % and 2 %.
     */
    @Test
    void quantilesOfAPairAreKnown() {
        for (double noise : new double[] {0, 5}) {
            double unit = Math.sqrt(2 * (4 + noise));
            List<PredictiveCheck> both = pair(noise, 2000, 10, 10 + 2 * unit);
            for (int k = 0; k < 2; k++) {
                double scale = k == 0 ? unit / 2 : unit;
                PredictiveCheck check = both.get(k);
                assertThat(check.value()).isCloseTo(2 * scale, within(1e-12));
                assertThat(check.low()).isCloseTo(0.0627 * scale, within(0.03 * scale));
                assertThat(check.high()).isCloseTo(1.96 * scale, within(0.2 * scale));
                // |z| is above 2 with probability .0455.
                assertThat(check.probability()).isCloseTo(0.091, within(0.03));
            }
        }
    }

    @Test
    void unknownNoiseIsDrawnToo() {
        Measurements far = Measurements.of(Places.of(new double[] {0, 1e6}, new double[2]), 0, 1);
        Likelihood likelihood =
                Likelihood.restricted(FAMILY, Trend.constant(), far).withUnknownNoise();
        Hyperprior noisy =
                new Hyperprior(likelihood.parameters(), new double[] {4, 3, 5}, new double[] {1e-9, 1e-9, 1e-9});
        PredictiveCheck deviation =
                PredictiveCheck.of(likelihood, noisy, 2000, RandomKey.of(4)).get(0);
        assertThat(deviation.high()).isCloseTo(1.96 * Math.sqrt(18) / 2, within(0.2 * Math.sqrt(18) / 2));
    }

    /** The gauge nearest to the first is the second, and the first is the nearest to both others. */
    @Test
    void roughnessIsTheDeviationFromTheNearestGauge() {
        Measurements three = Measurements.of(Places.of(new double[] {5, 6, 2}, new double[] {5, 7, 5.5}), 1, 4, 11);
        PredictiveCheck roughness = PredictiveCheck.of(
                        Likelihood.restricted(FAMILY, Trend.constant(), three), CERTAIN, 2, RandomKey.of(5))
                .get(1);
        assertThat(roughness.value()).isCloseTo(Math.sqrt((9 + 9 + 100) / 3.0), within(1e-14));
    }

    /**
     * The covariance of 100 gauges has a condition number above 1e16. With range 1e6 every field is constant, so that the difference of
     * gauges is the jitter: each draw of sqrt(2e-8) times the deviation 2 has the root mean square sqrt(2e-8) 2, known to 1 / sqrt(200)
     * and, since pairs share gauges, to about 20 % between the quantiles.
     */
    @Test
    void verySmoothFieldsAreDrawnWithAJitter() {
        CovarianceFamily smooth = CovarianceFamily.of(new SquaredExponential());
        Grid map = Grid.of(32, 32);
        Measurements gauges = Measurements.of(
                map.places().select(Arrays.copyOf(RandomKey.of(7).permutation(map.cells()), 100)),
                RandomKey.of(8).normal(Shape.of(100)).toDoubles());
        Likelihood likelihood = Likelihood.restricted(smooth, Trend.constant(), gauges);
        Hyperprior usual = new Hyperprior(smooth.parameters(), new double[] {4, 12}, new double[] {0.5, 0.5});
        PredictiveCheck deviation =
                PredictiveCheck.of(likelihood, usual, 50, RandomKey.of(9)).get(0);
        assertThat(deviation.low()).isBetween(0.1, deviation.high());
        assertThat(deviation.high()).isLessThan(8);
        Hyperprior constant = new Hyperprior(smooth.parameters(), new double[] {4, 1e6}, new double[] {1e-9, 1e-9});
        PredictiveCheck roughness =
                PredictiveCheck.of(likelihood, constant, 50, RandomKey.of(10)).get(1);
        double jitter = 2 * Math.sqrt(2e-8);
        assertThat(roughness.low()).isBetween(0.7 * jitter, jitter);
        assertThat(roughness.high()).isBetween(jitter, 1.3 * jitter);
    }

    @Test
    void probabilityIsTwoSidedAndNeverZeroOrAboveOne() {
        PredictiveCheck two = pair(0, 2, 0, 1).get(0);
        assertThat(two.low()).isLessThan(two.high());
        assertThat(pair(0, 2, 0, two.low() + two.high()).get(0).probability()).isEqualTo(1);
        assertThat(pair(0, 399, 0, 1e6).get(0).probability()).isEqualTo(2 / 400.0);
        assertThat(pair(0, 399, 0, 1e-9).get(0).probability()).isEqualTo(2 / 400.0);
        assertThat(pair(0, 199, 0, 1e6).get(0).isSurprising()).isFalse();
        assertThat(pair(0, 200, 0, 1e6).get(0).isSurprising()).isTrue();
        assertThatThrownBy(() -> pair(0, 1, 0, 1)).hasMessageContaining("2 gauges by 1 draws");
        Measurements one = Measurements.of(Places.of(new double[1], new double[1]), 1);
        assertThatThrownBy(() -> PredictiveCheck.of(
                        Likelihood.restricted(FAMILY, Trend.constant(), one), CERTAIN, 9, RandomKey.of(6)))
                .hasMessageContaining("1 gauges by 9 draws");
    }
}
