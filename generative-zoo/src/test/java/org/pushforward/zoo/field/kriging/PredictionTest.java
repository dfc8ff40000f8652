package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PredictionTest {
    private static final NormalPrediction STANDARD = new NormalPrediction(new double[] {0, 2}, new double[] {1, 9});

    @Test
    void quantilesAndExceedancesMatchNormalTables() {
        assertThat(STANDARD.quantile(0.975)[0]).isCloseTo(1.959963984540054, within(1e-12));
        assertThat(STANDARD.quantile(0.5)[1]).isCloseTo(2, within(1e-15));
        assertThat(STANDARD.exceedance(1.959963984540054)[0]).isCloseTo(0.025, within(1e-12));
        assertThat(STANDARD.exceedance(STANDARD.quantile(0.9)[1])[1]).isCloseTo(0.1, within(1e-12));
        NormalPrediction certain = new NormalPrediction(new double[] {1}, new double[] {0});
        assertThat(certain.exceedance(0.5)).containsExactly(1);
        assertThat(certain.exceedance(1)).containsExactly(0);
        assertThat(certain.crps(3)).containsExactly(2);
        assertThat(certain.crps(1)).containsExactly(0);
        assertThat(certain.coverage(0.9, 1)).isEqualTo(1);
    }

    @Test
    void crpsIsTheIntegralOfTheSquaredDifference() {
        double sum = 0;
        double step = 1e-3;
        for (double u = -30; u < 40; u += step) {
            double below = 1 - STANDARD.exceedance(u)[1];
            double difference = below - (u >= 4 ? 1 : 0);
            sum += difference * difference * step;
        }
        assertThat(STANDARD.crps(0, 4)[1]).isCloseTo(sum, within(1e-3));
        // N(0, 1) at 0: (sqrt 2 - 1) / sqrt pi.
        assertThat(STANDARD.crps(0, 4)[0]).isCloseTo((Math.sqrt(2) - 1) / Math.sqrt(Math.PI), within(1e-14));
    }

    /** Of N(0, 1) and N(2, 9), the central 68.3 % are within one deviation. */
    @Test
    void scoresCountTruths() {
        double level = 1 - 2 * STANDARD.exceedance(1)[0];
        assertThat(STANDARD.deviation()).containsExactly(1, 3);
        assertThat(STANDARD.coverage(level, 0.99, 4.99)).isEqualTo(1);
        assertThat(STANDARD.coverage(level, -0.99, -0.99)).isEqualTo(1);
        assertThat(STANDARD.coverage(level, -1.01, 4.99)).isEqualTo(0.5);
        assertThat(STANDARD.coverage(level, 0.99, 5.01)).isEqualTo(0.5);
        assertThat(STANDARD.coverage(level, 1.01, -1.01)).isZero();
        assertThat(STANDARD.withNoise(7).variance()).containsExactly(8, 16);
        assertThatThrownBy(() -> STANDARD.coverage(0.5, 1)).hasMessageContaining("1 truths of 2 predictions");
    }

    @Test
    void invalidDistributionsAreRefused() {
        assertThatThrownBy(() -> new NormalPrediction(new double[2], new double[1]))
                .hasMessageContaining("prediction with 2 means and 1 variances");
        assertThatThrownBy(() -> new NormalPrediction(new double[] {Double.NaN}, new double[1]))
                .hasMessageContaining("expected a finite mean");
        assertThatThrownBy(() -> STANDARD.quantile(0)).hasMessageContaining("probability of a quantile = 0.0");
        assertThatThrownBy(() -> new NormalPrediction(new double[] {0}, new double[] {-1}))
                .hasMessageContaining("prediction 0 with mean 0.0 and variance -1.0");
        assertThatThrownBy(() -> STANDARD.quantile(1)).hasMessageContaining("probability of a quantile = 1.0");
        assertThatThrownBy(() -> STANDARD.crps(1)).hasMessageContaining("1 truths of 2 predictions");
    }
}
