package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** At the first place, N(0, 1) twice and N(4, 4) once; at the second, N(1, 1/4) three times. */
class MixturePredictionTest {
    private final NormalPrediction near = new NormalPrediction(new double[] {0, 1}, new double[] {1, 0.25});
    private final NormalPrediction far = new NormalPrediction(new double[] {4, 1}, new double[] {4, 0.25});
    private final MixturePrediction mixture = new MixturePrediction(List.of(near, far, near));

    /** The same distributions without the closed form of normal ones. */
    private record Hidden(NormalPrediction normal) implements Prediction {
        @Override
        public int count() {
            return normal.count();
        }

        @Override
        public double[] mean() {
            return normal.mean();
        }

        @Override
        public double[] variance() {
            return normal.variance();
        }

        @Override
        public double[] quantile(double p) {
            return normal.quantile(p);
        }

        @Override
        public double exceedance(int place, double threshold) {
            return normal.exceedance(place, threshold);
        }

        @Override
        public double[] crps(double... truth) {
            return normal.crps(truth);
        }
    }

    @Test
    void momentsAreThoseOfTheMixture() {
        assertThat(mixture.count()).isEqualTo(2);
        assertThat(mixture.mean()).containsExactly(new double[] {4.0 / 3, 1}, within(1e-15));
        // The mean of 1, 4 and 1, plus the variance of 0, 4 and 0.
        assertThat(mixture.variance()).containsExactly(new double[] {2 + 32.0 / 9, 0.25}, within(1e-14));
        assertThat(mixture.deviation()).containsExactly(new double[] {Math.sqrt(2 + 32.0 / 9), 0.5}, within(1e-14));
        assertThat(mixture.exceedance(0, 1))
                .isCloseTo((2 * near.exceedance(0, 1) + far.exceedance(0, 1)) / 3, within(1e-15));
    }

    @Test
    void quantilesInvertExceedances() {
        for (double p : new double[] {0.001, 0.3, 0.5, 0.65, 0.999}) {
            double[] quantile = mixture.quantile(p);
            assertThat(mixture.exceedance(0, quantile[0])).isCloseTo(1 - p, within(1e-12));
            assertThat(quantile[1]).isCloseTo(near.quantile(p)[1], within(1e-12));
            assertThat(new MixturePrediction(List.of(near, near, far)).quantile(p))
                    .isEqualTo(quantile);
            assertThat(new MixturePrediction(List.of(far, near, near)).quantile(p))
                    .isEqualTo(quantile);
        }
        assertThatThrownBy(() -> mixture.quantile(1)).hasMessageContaining("probability of a quantile = 1.0");
    }

    /** The closed form, and the sum for other distributions, against a fine sum. */
    @Test
    void crpsIsTheIntegralOfTheSquaredDifference() {
        MixturePrediction hidden = new MixturePrediction(List.of(new Hidden(near), new Hidden(far), new Hidden(near)));
        for (double truth : new double[] {-6, 0, 2, 12}) {
            double step = 1e-3;
            double sum = 0;
            for (int k = -30_000; k < 40_000; k++) {
                double u = (k + 0.5) * step;
                double below = 1 - mixture.exceedance(0, u);
                sum += step * Math.pow(below - (u > truth ? 1 : 0), 2);
            }
            // The midpoint rule with a jump between two points.
            assertThat(mixture.crps(truth, 1)[0]).isCloseTo(sum, within(1e-6));
            assertThat(hidden.crps(truth, 1)[0]).isCloseTo(sum, within(1e-3 * sum));
        }
        assertThat(hidden.crps(Double.NaN, Double.NEGATIVE_INFINITY))
                .containsExactly(Double.NaN, Double.POSITIVE_INFINITY);
        assertThat(mixture.crps(2, 1.7)[1]).isCloseTo(near.crps(2, 1.7)[1], within(1e-14));
        assertThatThrownBy(() -> mixture.crps(1)).hasMessageContaining("1 truths of 2 predictions");
    }

    @Test
    void partsMustBeAtTheSamePlaces() {
        NormalPrediction one = new NormalPrediction(new double[1], new double[1]);
        assertThatThrownBy(() -> new MixturePrediction(List.of())).hasMessageContaining("mixture of 0 predictions");
        assertThatThrownBy(() -> new MixturePrediction(List.of(near, one)))
                .hasMessageContaining("all at the same places");
    }
}
