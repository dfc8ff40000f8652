package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class IntervalCoverageTest {
    private static final int DRAWS = 63;
    private static final int CELLS = 20_000;
    private static final HostArray SAMPLES = RandomKey.of(1).normal(Shape.of(DRAWS, CELLS));
    private static final HostArray TRUTH = RandomKey.of(2).normal(Shape.of(CELLS));

    @Test
    void aTruthOnTheEdgeIsCovered() {
        HostArray samples = HostArray.of(Shape.of(3, 2), 0f, 0f, 1f, 1f, 2f, 2f);
        HostArray truth = HostArray.of(Shape.of(2), 0f, 2.1f);

        // The interval of level 0.5 goes from the first to the third of three.
        assertThat(IntervalCoverage.covered(samples, truth, 0.5)).isEqualTo(0.5);
        assertThat(IntervalCoverage.covered(samples, HostArray.of(Shape.of(2), -0.1f, 2), 0.5))
                .isEqualTo(0.5);
    }

    @Test
    void perfectPosteriorHasNominalCoverageForAnyNumberOfSamples() {
        double[] levels = {0.2, 0.5, 0.8, 0.9};
        double[][] covered = IntervalCoverage.ofUnits(SAMPLES, TRUTH, 1, levels);

        for (int i = 0; i < levels.length; i++) {
            double error = Math.sqrt(levels[i] * (1 - levels[i]) / CELLS);
            assertThat(covered[0][i]).isCloseTo(levels[i], within(4 * error));
        }
    }

    @Test
    void unitsAreCountedSeparately() {
        HostArray samples = HostArray.of(Shape.of(3, 4), 0f, 0f, 0f, 0f, 1f, 1f, 1f, 1f, 2f, 2f, 2f, 2f);
        HostArray truth = HostArray.of(Shape.of(4), 1f, 3f, 1f, 1f);

        assertThat(IntervalCoverage.ofUnits(samples, truth, 2, 0.5)).isDeepEqualTo(new double[][] {{0.5}, {1}});
        assertThatThrownBy(() -> IntervalCoverage.ofUnits(samples, truth, 3, 0.5))
                .hasMessageContaining("4 cells of 3 units");
    }

    @Test
    void anOverconfidentPosteriorHasTooLittleCoverage() {
        float[] halved = SAMPLES.toFloats();
        for (int i = 0; i < halved.length; i++) {
            halved[i] /= 2;
        }

        assertThat(IntervalCoverage.covered(HostArray.wrap(SAMPLES.shape(), halved), TRUTH, 0.9))
                .isLessThan(0.65);
    }

    @Test
    void invalidArgumentsAreRefused() {
        assertThatThrownBy(() -> IntervalCoverage.covered(SAMPLES, SAMPLES, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected floating types [draws, cells] and [cells]");
        for (double level : new double[] {0, 1, 90}) {
            assertThatThrownBy(() -> IntervalCoverage.covered(SAMPLES, TRUTH, level))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("level = " + level);
        }
        HostArray bad = HostArray.of(Shape.of(2), 0f, Float.NaN);
        assertThatThrownBy(() -> IntervalCoverage.covered(HostArray.of(Shape.of(1, 2), 0f, 1f), bad, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truth of type f32[2] contains NaN");
    }
}
