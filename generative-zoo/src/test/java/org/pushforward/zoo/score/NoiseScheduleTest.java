package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Compares the schedules with the equations that define them. */
class NoiseScheduleTest {
    private static final double[] TIMES = {0, 0.1, 0.5, 0.9, 1};

    private final VariancePreserving preserving = new VariancePreserving(0.4, 9);
    private final VarianceExploding exploding = new VarianceExploding(0.02, 50);

    /** d log alpha / dt = -beta / 2 with a linear beta, by central differences, which are exact for a parabola. */
    @Test
    void dataDecayAtHalfTheRate() {
        double h = 1e-4;
        for (double t : TIMES) {
            double slope = (Math.log(preserving.alpha(t + h)) - Math.log(preserving.alpha(t - h))) / (2 * h);
            double beta = 0.4 + t * (9 - 0.4);
            assertThat(slope).isCloseTo(-beta / 2, within(1e-9));
        }
        assertThat(preserving.alpha(0)).isEqualTo(1);
    }

    @Test
    void dataOfVarianceOneKeepIt() {
        for (double t : TIMES) {
            double alpha = preserving.alpha(t);
            double sigma = preserving.sigma(t);
            assertThat(alpha * alpha + sigma * sigma).isCloseTo(1, within(1e-15));
            assertThat(preserving.level(t)).isCloseTo(sigma / alpha, within(1e-12 * sigma / alpha));
        }
        // Near t = 0 the variance of the noise is t beta(0), of which 1 - alpha^2 would lose eight digits.
        assertThat(preserving.sigma(1e-8)).isCloseTo(Math.sqrt(0.4e-8), within(1e-11));
    }

    @Test
    void theStandardHasThePapersRates() {
        assertThat(VariancePreserving.standard()).isEqualTo(new VariancePreserving(0.1, 20));
        // The integral of beta is 10.05.
        assertThat(VariancePreserving.standard().alpha(1)).isCloseTo(Math.exp(-10.05 / 2), within(1e-12));
    }

    /** Equal steps of time multiply the noise by equal factors. */
    @Test
    void explodingNoiseGrowsGeometrically() {
        assertThat(exploding.sigma(0)).isEqualTo(0.02);
        assertThat(exploding.sigma(1)).isEqualTo(50);
        assertThat(exploding.sigma(0.5)).isCloseTo(1, within(1e-14));
        assertThat(exploding.sigma(0.25)).isCloseTo(Math.sqrt(0.02), within(1e-14));
        for (double t : TIMES) {
            assertThat(exploding.alpha(t)).isEqualTo(1);
            assertThat(exploding.level(t)).isEqualTo(exploding.sigma(t));
        }
    }

    @Test
    void schedulesOutOfOrderAreRefused() {
        assertThat(new VariancePreserving(3, 3).alpha(1)).isCloseTo(Math.exp(-1.5), within(1e-15));
        assertThatThrownBy(() -> new VariancePreserving(0, 1)).hasMessageContaining("from 0.0");
        assertThatThrownBy(() -> new VariancePreserving(2, 1)).hasMessageContaining("to 1.0");
        assertThatThrownBy(() -> new VariancePreserving(2, Double.POSITIVE_INFINITY))
                .hasMessageContaining("to Infinity");
        assertThatThrownBy(() -> new VarianceExploding(0, 1)).hasMessageContaining("from 0.0");
        assertThatThrownBy(() -> new VarianceExploding(1, 1)).hasMessageContaining("to 1.0");
        assertThatThrownBy(() -> new VarianceExploding(1, Double.POSITIVE_INFINITY))
                .hasMessageContaining("to Infinity");
    }
}
