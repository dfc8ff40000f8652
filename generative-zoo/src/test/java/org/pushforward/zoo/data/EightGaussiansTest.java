package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class EightGaussiansTest {
    private final EightGaussians distribution = new EightGaussians();

    @Test
    void expectedLogDensityMatchesSeparateModes() {
        // Modes hardly overlap, so the entropy is almost log 8 + log(2 pi e s^2).
        double separate = -Math.log(8) - Math.log(2 * Math.PI * Math.E * 0.04);

        assertThat(distribution.expectedLogDensity())
                .isCloseTo(separate, within(1e-3))
                .isGreaterThan(separate);
    }

    @Test
    void everyModeHasAnEighthOfTheSamples() {
        int count = 40_000;
        int[] counts = distribution.countByMode(distribution.points(RandomKey.of(1), count));

        double share = (1 - Math.exp(-4.5)) / 8;
        double error = Math.sqrt(share * (1 - share) * count);
        for (int mode = 0; mode < EightGaussians.MODES; mode++) {
            assertThat((double) counts[mode]).isCloseTo(share * count, within(4 * error));
        }
    }

    @Test
    void modesReachThreeDeviations() {
        assertThat(distribution.modeOf(2, 0)).hasValue(0);
        assertThat(distribution.modeOf(0, 2.59)).hasValue(2);
        assertThat(distribution.modeOf(0, 2.61)).isEmpty();
        assertThat(distribution.modeOf(0, 0)).isEmpty();
        assertThat(distribution.center(4)[0]).isCloseTo(-2, within(1e-12));
        assertThat(distribution.standardDeviation()).isEqualTo(0.2);
    }

    @Test
    void missingModesAreDetected() {
        // Six samples of mode 0, one of mode 2 and one of no mode; the expected number per mode is one.
        HostArray samples = HostArray.of(Shape.of(8, 2), 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 0, 2, 0, 0);

        assertThat(distribution.countByMode(samples)).containsExactly(6, 0, 1, 0, 0, 0, 0, 0);
        assertThat(distribution.modesPresent(samples, 1)).isEqualTo(2);
        assertThat(distribution.modesPresent(samples, 2)).isEqualTo(1);
        assertThat(distribution.modesPresent(distribution.points(RandomKey.of(2), 10_000), 0.8))
                .isEqualTo(8);
    }

    @Test
    void pointsOfAnotherShapeAreRefused() {
        HostArray triples = HostArray.of(Shape.of(1, 3), 1f, 2f, 3f);

        assertThatThrownBy(() -> distribution.countByMode(triples))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("samples of type f32[1, 3]: expected shape [count, 2]");
        assertThatThrownBy(() -> distribution.modesPresent(distribution.points(RandomKey.of(1), 8), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share = 0.0");
    }

    @Test
    void drawnRowsAreThePoints() {
        assertThat(distribution.draw(RandomKey.of(3), 5).x()).isEqualTo(distribution.points(RandomKey.of(3), 5));
    }
}
