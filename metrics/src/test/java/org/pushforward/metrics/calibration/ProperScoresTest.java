package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.NormalProbability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class ProperScoresTest {
    @Test
    void theScoreOfANormalForecastIsTheIntegral() {
        double mean = 0.4;
        double deviation = 1.3;
        double truth = 1.1;
        double integral = 0;
        double step = 1e-4;
        for (double x = -12; x < 12; x += step) {
            double f =
                    NormalProbability.cumulative((x + step / 2 - mean) / deviation) - (x + step / 2 >= truth ? 1 : 0);
            integral += step * f * f;
        }
        assertThat(RankedProbability.ofNormal(mean, deviation, truth)).isCloseTo(integral, within(1e-6));
        assertThat(RankedProbability.ofNormal(2, 0, 5)).isEqualTo(3);
        assertThat(RankedProbability.ofNormal(5, 0, 2)).isEqualTo(3);
    }

    @Test
    void theFairScoreOfTwoDrawsIsKnown() {
        // 1/2 (|1 - 2| + |4 - 2|) - 1/2 |1 - 4| = 0.
        assertThat(RankedProbability.fair(new double[] {4, 1}, 2)).isEqualTo(0);
        assertThat(RankedProbability.fair(new double[] {3, 3, 3}, 5)).isEqualTo(2);
    }

    @Test
    void fairScoreOfFewDrawsIsUnbiased() {
        int repetitions = 40_000;
        double[] z = RandomKey.of(43).normal(Shape.of(4 * repetitions)).toDoubles();
        double[] differences = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            double truth = z[4 * i + 3];
            differences[i] = RankedProbability.fair(new double[] {z[4 * i], z[4 * i + 1], z[4 * i + 2]}, truth)
                    - RankedProbability.ofNormal(0, 1, truth);
        }
        Estimate estimate = Estimate.of(differences);
        assertThat(estimate.mean()).isCloseTo(0, within(4 * estimate.standardError()));
    }

    @Test
    void theExpectedScoreOfAPerfectNormalForecastIsItsDeviationOverRootPi() {
        int count = 40_000;
        double[] scores = RandomKey.of(47).normal(Shape.of(count)).toDoubles();
        for (int i = 0; i < count; i++) {
            scores[i] = RankedProbability.ofNormal(0, 1, scores[i]);
        }
        Estimate estimate = Estimate.of(scores);
        assertThat(estimate.mean()).isCloseTo(1 / Math.sqrt(Math.PI), within(4 * estimate.standardError()));
    }

    @Test
    void theEnergyScoreIsTheRankedScoreOnTheLine() {
        double[] draws = {0.3, -1, 2.5, 0.9};
        double[][] vectors = {{0.3, 0}, {-1, 0}, {2.5, 0}, {0.9, 0}};

        assertThat(EnergyScore.fair(vectors, new double[] {0.7, 0}))
                .isCloseTo(RankedProbability.fair(draws, 0.7), within(1e-14));
        assertThat(EnergyScore.fair(new double[][] {{3, 4}, {3, 4}}, new double[] {0, 0}))
                .isEqualTo(5);
        assertThatThrownBy(() -> EnergyScore.fair(vectors, new double[] {1})).hasMessageContaining("2 coordinates");
        assertThatThrownBy(() -> EnergyScore.fair(new double[1][2], new double[2]))
                .hasMessageContaining("1 draws");
    }

    @Test
    void intervalScorePenalizesATruthOutside() {
        assertThat(IntervalScore.of(1, 3, 2, 0.9)).isEqualTo(2);
        assertThat(IntervalScore.of(1, 3, 3.5, 0.9)).isCloseTo(2 + 20 * 0.5, within(1e-12));
        assertThat(IntervalScore.of(1, 3, 0.75, 0.5)).isCloseTo(2 + 4 * 0.25, within(1e-12));
        assertThat(IntervalScore.of(1, 1, 1, 0.5)).isZero();
        assertThatThrownBy(() -> IntervalScore.of(3, 1, 2, 0.9)).hasMessageContaining("from 3.0 to 1.0");
        for (double level : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> IntervalScore.of(1, 3, 2, level)).hasMessageContaining("level " + level);
        }
    }

    @Test
    void fewOrBadDrawsAreRefused() {
        assertThatThrownBy(() -> RankedProbability.fair(new double[] {1}, 0)).hasMessageContaining("1 draws");
        assertThatThrownBy(() -> RankedProbability.fair(new double[] {1, Double.NaN}, 0))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> RankedProbability.fair(new double[] {1, 2}, Double.NaN))
                .hasMessageContaining("truth of NaN");
    }
}
