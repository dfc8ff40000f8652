package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleQuantileTest {
    private static final double[] FOUR = {1, 2, 4, 8};

    @Test
    void quantileIsAtPositionQTimesNPlusOne() {
        assertThat(SampleQuantile.of(FOUR, 0.2)).isEqualTo(1);
        assertThat(SampleQuantile.of(FOUR, 0.4)).isEqualTo(2);
        assertThat(SampleQuantile.of(FOUR, 0.5)).isEqualTo(3);
        assertThat(SampleQuantile.of(FOUR, 0.7)).isCloseTo(6, within(1e-12));
        assertThat(SampleQuantile.of(FOUR, 0.8)).isCloseTo(8, within(1e-12));
    }

    @Test
    void quantileBeyondTheEndsIsTheEnd() {
        assertThat(SampleQuantile.of(FOUR, 0)).isEqualTo(1);
        assertThat(SampleQuantile.of(FOUR, 0.1)).isEqualTo(1);
        assertThat(SampleQuantile.of(FOUR, 0.95)).isEqualTo(8);
        assertThat(SampleQuantile.of(new double[] {7}, 0.3)).isEqualTo(7);
    }

    @Test
    void theExpectedQuantileOfUniformDrawsIsTheProbability() {
        // E U_(k) = k / (n + 1), so the quantile of those expectations is q itself.
        double[] expected = new double[99];
        for (int k = 0; k < expected.length; k++) {
            expected[k] = (k + 1) / 100.0;
        }
        for (double q = 0.01; q <= 0.99; q += 0.007) {
            assertThat(SampleQuantile.of(expected, q)).isCloseTo(q, within(1e-14));
        }
    }

    @Test
    void quantilesBetweenInfiniteNumbersAreInfinite() {
        double[] ends = {Double.NEGATIVE_INFINITY, 3, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};

        assertThat(SampleQuantile.of(ends, 0.2)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(SampleQuantile.of(ends, 0.4)).isEqualTo(3);
        assertThat(SampleQuantile.of(ends, 0.5)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(SampleQuantile.of(ends, 0.7)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(SampleQuantile.of(ends, 1)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void invalidProbabilitiesAreRefused() {
        assertThatThrownBy(() -> SampleQuantile.of(FOUR, 1.1)).hasMessageContaining("quantile 1.1 of 4 numbers");
        assertThatThrownBy(() -> SampleQuantile.of(new double[0], 0.5)).hasMessageContaining("of 0 numbers");
    }
}
