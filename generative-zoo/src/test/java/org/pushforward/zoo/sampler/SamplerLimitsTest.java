package org.pushforward.zoo.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which noise levels and rates samplers take, at the very ends of the ranges. */
class SamplerLimitsTest {
    @Test
    void levelsArePositiveAndFall() {
        assertThatThrownBy(() -> new TimeGrid(List.of(1.0, 0.0))).hasMessageContaining("noise level 0.0 behind 1.0");
        assertThatThrownBy(() -> new TimeGrid(List.of(1.0, 1.0))).hasMessageContaining("noise level 1.0 behind 1.0");
        assertThat(new TimeGrid(List.of(1.0, Double.MIN_VALUE)).steps()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 80, 7, 5", "2, 2, 7, 5", "1, 2, 0.99, 5", "1, 2, 7, 1"})
    void levelsOutOfRangeAreRefused(double lowest, double highest, double rho, int steps) {
        assertThatThrownBy(() -> TimeGrid.karras(lowest, highest, rho, steps))
                .hasMessageContaining("expected 2 or more, highest > lowest > 0, and rho of 1 or more");
    }

    @Test
    void withRhoOneAndTwoStepsLevelsAreTheEnds() {
        assertThat(TimeGrid.karras(1, 4, 1, 2).levels()).containsExactly(4.0, 1.0);
        assertThat(TimeGrid.karras(1, 4, 1, 4).levels()).containsExactly(4.0, 3.0, 2.0, 1.0);
    }

    @Test
    void correctionsAndTheirRateHaveEnds() {
        Multistep predictor = new Multistep(TimeGrid.karras(4));

        assertThat(new PredictorCorrector<>(predictor, 1, 0.5).corrections()).isEqualTo(1);
        for (double rate : new double[] {0, 1}) {
            assertThatThrownBy(() -> new PredictorCorrector<>(predictor, 1, rate))
                    .hasMessageContaining("1 corrections at rate " + rate);
        }
        assertThatThrownBy(() -> new PredictorCorrector<>(predictor, 0, 0.5)).hasMessageContaining("0 corrections");
    }
}
