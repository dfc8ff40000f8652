package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class NullBandTest {
    @Test
    void bandIsStudentsPredictionIntervalOfLogarithms() {
        // Logarithms -1, 0, 1: mean 0, standard deviation 1, two degrees of freedom.
        double[] scores = {Math.exp(-1), 1, Math.E};

        NullBand band = NullBand.of(scores, 6, 0.95);

        double reach = 4.302652729749464 * Math.sqrt(1.0 / 6 + 1.0 / 3);
        assertThat(band.typical()).isCloseTo(1, within(1e-12));
        assertThat(Math.log(band.band().high())).isCloseTo(reach, within(1e-9));
        assertThat(Math.log(band.band().low())).isCloseTo(-reach, within(1e-9));
        assertThat(band.isWorse(Math.exp(reach) * 1.01)).isTrue();
        assertThat(band.isWorse(Math.exp(2 * reach), Math.exp(-0.1))).isFalse();
    }

    @Test
    void perfectModelIsCalledWorseAsOftenAsTheLevel() {
        int repetitions = 4000;
        int nulls = 8;
        int averaged = 3;
        int worse = 0;
        for (int i = 0; i < repetitions; i++) {
            double[] scores = Arrays.stream(RandomKey.of(11)
                            .fold(i)
                            .normal(Shape.of(nulls + averaged))
                            .toDoubles())
                    .map(z -> Math.exp(-3 + 0.25 * z))
                    .toArray();
            NullBand band = NullBand.of(Arrays.copyOf(scores, nulls), averaged, 0.9);
            worse += band.isWorse(Arrays.copyOfRange(scores, nulls, scores.length)) ? 1 : 0;
        }
        // Four standard errors of a share of 0.05.
        assertThat((double) worse / repetitions).isCloseTo(0.05, within(4 * Math.sqrt(0.05 * 0.95 / repetitions)));
    }

    @Test
    void detectableRatioIsTheEndOfTheBandAndAQuantileOfTheMean() {
        // Logarithms of half the scores are -3, 0, 3.
        NullBand band = NullBand.of(new double[] {2 * Math.exp(-3), 2, 2 * Math.exp(3)}, 4, 0.95);

        double reach = 4.302652729749464 * Math.sqrt(1.0 / 4 + 1.0 / 3);
        assertThat(band.deviation()).isCloseTo(3, within(1e-12));
        assertThat(Math.log(band.detectableRatio(0.8))).isCloseTo(3 * (reach + 0.8416212335729143 / 2), within(1e-9));
    }

    @Test
    void scoresWithoutALogarithmAreRefused() {
        assertThatThrownBy(() -> NullBand.of(new double[] {1, 0}, 1, 0.9)).hasMessageContaining("score 1 is 0.0");
        assertThatThrownBy(() -> NullBand.of(new double[] {1}, 1, 0.9)).hasMessageContaining("from 1 scores");
        assertThatThrownBy(() -> NullBand.of(new double[] {1, Double.POSITIVE_INFINITY}, 1, 0.9))
                .hasMessageContaining("score 1 is Infinity");
        for (double level : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> NullBand.of(new double[] {1, 2}, 1, level)).hasMessageContaining("level " + level);
        }
        assertThatThrownBy(() -> NullBand.of(new double[] {1, 2}, 0, 0.9)).hasMessageContaining("means of 0");
        // Student's t with one degree of freedom has the quantile tan(pi / 4) at 3/4.
        assertThat(NullBand.of(new double[] {1, 1 / Math.E}, 1, 0.5).band().high())
                .isCloseTo(Math.exp(-0.5 + Math.sqrt(0.5) * Math.sqrt(1.5)), within(1e-12));
    }
}
