package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
    void quantilesAreInterpolatedLinearly() {
        double[] ascending = {1, 2, 4, 8};

        assertThat(IntervalCoverage.quantile(ascending, 0)).isEqualTo(1);
        assertThat(IntervalCoverage.quantile(ascending, 1)).isEqualTo(8);
        assertThat(IntervalCoverage.quantile(ascending, 0.5)).isEqualTo(3);
        assertThat(IntervalCoverage.quantile(ascending, 0.75)).isCloseTo(5, within(1e-12));
        assertThat(IntervalCoverage.quantile(new double[] {7}, 0.3)).isEqualTo(7);
    }

    @Test
    void aTruthOnTheEdgeIsCovered() {
        HostArray samples = HostArray.of(Shape.of(3, 2), 0f, 0f, 1f, 1f, 2f, 2f);
        HostArray truth = HostArray.of(Shape.of(2), 0.5f, 1.6f);

        // The interval of level 0.5 goes from 0.5 to 1.5.
        assertThat(IntervalCoverage.covered(samples, truth, 0.5)).isEqualTo(0.5);
    }

    @Test
    void aPerfectPosteriorHasNominalCoverageUpToSamplingError() {
        List<IntervalCoverage.Point> curve = IntervalCoverage.curve(SAMPLES, TRUTH, 0.2, 0.5, 0.8);

        for (IntervalCoverage.Point point : curve) {
            double expected = point.level() * (DRAWS - 1) / (DRAWS + 1);
            double error = Math.sqrt(expected * (1 - expected) / CELLS);
            assertThat(point.covered()).isCloseTo(expected, within(4 * error));
        }
        assertThat(curve).extracting(IntervalCoverage.Point::level).containsExactly(0.2, 0.5, 0.8);
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
        assertThatThrownBy(() -> IntervalCoverage.covered(SAMPLES, TRUTH, 90))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level = 90.0");
        HostArray bad = HostArray.of(Shape.of(2), 0f, Float.NaN);
        assertThatThrownBy(() -> IntervalCoverage.covered(HostArray.of(Shape.of(1, 2), 0f, 1f), bad, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truth of type f32[2] holds NaN");
    }
}
