package org.pushforward.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void theCosineGoesFromTheFirstRateToTheLast() {
        LearningRate schedule = LearningRate.cosine(1, 0.1, 100);
        assertThat(schedule.at(50)).isCloseTo(0.55, within(1e-12));
        assertThat(schedule.at(100)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.at(1000)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void warmupIsLinear() {
        LearningRate schedule = LearningRate.constant(2).afterWarmup(10);
        assertThat(schedule.at(5)).isEqualTo(1);
        assertThat(schedule.at(20)).isEqualTo(2);
        assertThat(LearningRate.constant(2).afterWarmup(0).at(1)).isEqualTo(2);
    }

    @Test
    void exponentialDecays() {
        assertThat(LearningRate.exponential(1, 0.5, 10).at(20)).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void refusesWhatIsNotPositive() {
        assertThatThrownBy(() -> LearningRate.constant(-1)).hasMessageContaining("rate = -1");
        assertThatThrownBy(() -> LearningRate.constant(0)).hasMessageContaining("rate = 0");
        assertThatThrownBy(() -> LearningRate.cosine(0, 0, 1)).hasMessageContaining("rate = 0");
        assertThatThrownBy(() -> LearningRate.cosine(1, 0, 0)).hasMessageContaining("steps");
        assertThatThrownBy(() -> LearningRate.exponential(0, 1, 1)).hasMessageContaining("rate = 0");
        assertThatThrownBy(() -> LearningRate.exponential(1, 0, 1)).hasMessageContaining("factor = 0");
        assertThatThrownBy(() -> LearningRate.exponential(1, 1, 0)).hasMessageContaining("steps = 0");
        assertThatThrownBy(() -> LearningRate.constant(1).afterWarmup(-1)).hasMessageContaining("steps = -1");
    }

    @Test
    void optimizersTakeTheEndsOfTheirRangesAndNothingBeyond() {
        Adam adam = Adam.withRate(1);
        assertThat(adam.withBetas(0, 0).coefficients(1, 1)).containsExactly(1, 1, 1, 1, 1);
        assertThat(adam.withDecay(0).coefficients(1, 1)[2]).isEqualTo(1);
        for (double beta : new double[] {-1e-9, 1, Double.NaN}) {
            assertThatThrownBy(() -> adam.withBetas(beta, 0)).hasMessageContaining("betas = " + beta);
            assertThatThrownBy(() -> adam.withBetas(0, beta)).hasMessageContaining("betas = 0.0, " + beta);
            assertThatThrownBy(() -> Lion.withRate(1).withBetas(beta, 0)).hasMessageContaining("betas = " + beta);
            assertThatThrownBy(() -> Lion.withRate(1).withBetas(0, beta)).hasMessageContaining("betas = 0.0, " + beta);
            assertThatThrownBy(() -> new ExponentialAverage(beta)).hasMessageContaining("decay = " + beta);
            assertThatThrownBy(() -> new Sgd(LearningRate.constant(1), beta))
                    .hasMessageContaining("momentum = " + beta);
        }
        assertThatThrownBy(() -> adam.withDecay(-1e-9)).hasMessageContaining("decay = -1.0E-9");
        assertThatThrownBy(() -> new Adam(LearningRate.constant(1), 0, 0, 0, 0)).hasMessageContaining("epsilon = 0.0");
        assertThat(Lion.withRate(1).withBetas(0, 0).coefficients(1, 1)).containsExactly(1, 1);
        assertThat(new ExponentialAverage(0).weight(100)).isEqualTo(1);
    }

    /** In float32, 1 - 0.999^1 would be wrong in the fifth digit. */
    @Test
    void adamCorrectsItsBiasInDoublePrecision() {
        double[] first = Adam.withRate(0.01).coefficients(1, 1);
        assertThat(first[0]).isCloseTo(0.1, within(1e-12));
        assertThat(first[1]).isCloseTo(1 / Math.sqrt(0.001), within(1e-9));
    }

    /** A critic makes several updates per iteration, and its learning rate must not run ahead of the generator's. */
    @Test
    void ratesGoByIterationsAndMomentsByUpdates() {
        Adam adam = Adam.withRate(LearningRate.cosine(1, 0, 100));
        double correction = 1 - Math.pow(0.9, 251);
        assertThat(adam.coefficients(50, 251)[0]).isCloseTo(0.5 / correction, within(1e-12));
    }
}
