package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class CircularSlicedWassersteinTest {
    private static final RandomKey KEY = RandomKey.of(43);

    private static HostArray sample(String name, int count, int width) {
        return KEY.fold(name).normal(Shape.of(count, width)).cast(DType.F64);
    }

    /** Where all points are nearer than r to the origin, |x -+ r| is r -+ x. */
    @Test
    void onTheLineItIsTheWassersteinDistance() {
        HostArray x = sample("x", 40, 1);
        HostArray y = sample("y", 30, 1);

        double distance =
                new CircularSlicedWasserstein(1.5, 10).distance(x, y, 8, KEY).sliced();

        assertThat(distance)
                .isCloseTo(OneDimensionalWasserstein.distance(x.toDoubles(), y.toDoubles(), 1.5), within(1e-12));
    }

    /** |x - r u| = r - u . x + O(|x|^2 / r). */
    @Test
    void farCentersGiveTheSlicedDistance() {
        HostArray x = sample("x", 40, 3);
        HostArray y = sample("y", 50, 3);
        HostArray directions = Directions.uniform(KEY, 20, 3);
        try (Backend oracle = Backends.open("reference")) {
            SlicedDistance straight = new SlicedWasserstein(oracle, 2).distance(x, y, directions);
            SlicedDistance circular = new CircularSlicedWasserstein(2, 1e7).distance(x, y, directions);

            assertThat(circular.sliced()).isCloseTo(straight.sliced(), within(1e-5));
            assertThat(circular.maxSliced()).isCloseTo(straight.maxSliced(), within(1e-5));
        }
    }

    /** Two points from the center at (2, 0): distances 5 and 1 against 3 and 3. */
    @Test
    void distancesFromTheCenterAreCompared() {
        HostArray x = HostArray.of(Shape.of(2, 2), -1.0, 4, 2, 1);
        HostArray y = HostArray.of(Shape.of(2, 2), 5.0, 0, 2, -3);
        HostArray direction = HostArray.of(Shape.of(1, 2), 1.0, 0);

        assertThat(new CircularSlicedWasserstein(2, 2).distance(x, y, direction).maxSliced())
                .isCloseTo(2, within(1e-12));
    }

    @Test
    void aNumberOfDirectionsStandsForUniformOnes() {
        HostArray x = sample("x", 4, 3);
        HostArray y = sample("y", 5, 3);
        CircularSlicedWasserstein metric = new CircularSlicedWasserstein(2, 1);

        assertThat(metric.distance(x, y, 6, KEY)).isEqualTo(metric.distance(x, y, Directions.uniform(KEY, 6, 3)));
        assertThatThrownBy(() -> metric.distance(x.reshape(Shape.of(12)), y, 6, KEY))
                .hasMessageContaining("[n, d] and [m, d]");
        assertThatThrownBy(() -> metric.distance(x, y.reshape(Shape.of(15)), Directions.uniform(KEY, 6, 3)))
                .hasMessageContaining("[n, d] and [m, d]");
        assertThatThrownBy(() -> metric.distance(x, y, Directions.uniform(KEY, 6, 2)))
                .hasMessageContaining("expected a floating type [k, 3]");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (double radius : new double[] {Double.POSITIVE_INFINITY, Double.NaN, -1}) {
            assertThatThrownBy(() -> new CircularSlicedWasserstein(2, radius))
                    .hasMessageContaining("radius = " + radius);
        }
        assertThatThrownBy(() -> new CircularSlicedWasserstein(2, 0)).hasMessageContaining("radius = 0");
        assertThatThrownBy(() -> new CircularSlicedWasserstein(0.5, 1)).hasMessageContaining("order p = 0.5");
        assertThatThrownBy(() ->
                        new CircularSlicedWasserstein(2, 1).distance(sample("x", 4, 2), sample("y", 4, 3), 5, KEY))
                .hasMessageContaining("[n, d] and [m, d]");
    }
}
