package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

class CheckerboardTest {
    private final Checkerboard distribution = new Checkerboard();

    @Test
    void densityIsAnEighthOnBlackSquaresAndZeroElsewhere() {
        assertThat(distribution.logDensity(0.5, 0.5)).isCloseTo(-Math.log(8), within(1e-15));
        assertThat(distribution.logDensity(-0.5, -0.5)).isCloseTo(-Math.log(8), within(1e-15));
        assertThat(distribution.logDensity(-0.5, 0.5)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(distribution.logDensity(2.5, 0.5)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void theBoardHasItsWesternAndSouthernEdges() {
        assertThat(distribution.logDensity(-2, -2)).isFinite();
        assertThat(distribution.logDensity(-1, -1)).isFinite();
        // Floors of 2 and 0, or of 2 and -2, have an even sum, but 2 is off the board.
        assertThat(distribution.logDensity(2, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(distribution.logDensity(0, 2)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(distribution.logDensity(-3, -1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(distribution.logDensity(-1, -3)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void samplesCoverTheBlackSquaresEvenly() {
        int count = 40_000;
        HostArray samples = distribution.points(RandomKey.of(1), count);
        int[] bySquare = new int[16];
        for (int i = 0; i < count; i++) {
            double x = samples.get(2 * i);
            double y = samples.get(2 * i + 1);
            assertThat(distribution.logDensity(x, y)).isFinite();
            bySquare[4 * (int) Math.floor(y + 2) + (int) Math.floor(x + 2)]++;
        }

        double error = Math.sqrt(count * 0.125 * 0.875);
        for (int square = 0; square < 16; square++) {
            int expected = (square / 4 + square % 4) % 2 == 0 ? count / 8 : 0;
            assertThat((double) bySquare[square]).isCloseTo(expected, within(expected == 0 ? 0.0 : 4 * error));
        }
    }
}
