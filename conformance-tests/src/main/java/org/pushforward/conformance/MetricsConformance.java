package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.metrics.Directions;
import org.pushforward.metrics.Floor;
import org.pushforward.metrics.OneDimensionalWasserstein;
import org.pushforward.metrics.SlicedDistance;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The distances that engines compute, which every backend must get right. The author of one extends this as
 * {@link BackendConformance}.
 *
 * <p>Samples are float32, so that every engine takes part; the sorted formula that they are held against is taken in float64
 * on the host.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MetricsConformance {
    private static final HostArray X = RandomKey.of(1).normal(Shape.of(500, 6));
    private static final HostArray Y = scaled(RandomKey.of(2).normal(Shape.of(500, 6)), 1.5f, 0.2f);
    private static final HostArray Z = scaled(RandomKey.of(3).normal(Shape.of(500, 6)), 0.7f, -0.4f);
    private static final HostArray DIRECTIONS = Directions.uniform(RandomKey.of(4), 40, 6);

    private Backend backend;

    /** For subclasses. */
    protected MetricsConformance() {}

    /** Returns the name of the backend that is tested. */
    protected abstract String backend();

    /** Returns how it is opened: on the CPU with two threads unless overridden. */
    protected BackendOptions options() {
        return BackendOptions.defaults().withThreads(2);
    }

    @BeforeAll
    final void open() {
        backend = Backends.open(backend(), options());
    }

    @AfterAll
    final void close() {
        if (backend != null) {
            backend.close();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 2.5})
    final void isTheSortedFormulaAlongEachDirection(double order) {
        double sum = 0;
        double largest = 0;
        for (int k = 0; k < 40; k++) {
            double along = OneDimensionalWasserstein.distance(projected(X, k), projected(Y, k), order);
            sum += Math.pow(along, order) / 40;
            largest = Math.max(largest, along);
        }

        SlicedDistance distance = new SlicedWasserstein(backend, order).distance(X, Y, DIRECTIONS);

        assertThat(distance.directions()).isEqualTo(40);
        assertThat(distance.sliced()).isCloseTo(Math.pow(sum, 1 / order), within(2e-6));
        assertThat(distance.maxSliced()).isCloseTo(largest, within(2e-6));
        assertThat(distance.standardError()).isPositive().isLessThan(distance.sliced());
    }

    @Test
    final void aShiftCostsItsComponentAlongEachDirection() {
        // Whole numbers, so that the shift itself is not rounded.
        float[] points = new float[200 * 2];
        float[] moved = new float[200 * 2];
        int[] whole = RandomKey.of(5).integers(100, points.length);
        for (int i = 0; i < points.length; i++) {
            points[i] = whole[i] / 16f;
            moved[i] = points[i] + (i % 2 == 0 ? 3 : 4);
        }
        HostArray axes = HostArray.of(Shape.of(3, 2), 1.0, 0, 0, 1, 0.6, 0.8);

        SlicedDistance distance = new SlicedWasserstein(backend, 2)
                .distance(HostArray.wrap(Shape.of(200, 2), points), HostArray.wrap(Shape.of(200, 2), moved), axes);

        assertThat(distance.maxSliced()).isCloseTo(5, within(5e-6));
        assertThat(distance.sliced()).isCloseTo(Math.sqrt((9 + 16 + 25) / 3.0), within(5e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2})
    final void isAMetric(double order) {
        SlicedWasserstein metric = new SlicedWasserstein(backend, order);
        double xy = metric.distance(X, Y, DIRECTIONS).sliced();
        double yx = metric.distance(Y, X, DIRECTIONS).sliced();
        double xz = metric.distance(X, Z, DIRECTIONS).sliced();
        double zy = metric.distance(Z, Y, DIRECTIONS).sliced();

        assertThat(metric.distance(X, reversed(X), DIRECTIONS).sliced()).isCloseTo(0, within(2e-6));
        assertThat(xy).isPositive().isCloseTo(yx, within(1e-6));
        assertThat(xy).isLessThan(xz + zy);
        assertThat(xz).isLessThan(xy + zy);
        assertThat(zy).isLessThan(xz + xy);
    }

    @Test
    final void repeatsToTheBitWithTheSameDirections() {
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);
        SlicedDistance distance = metric.distance(X, Y, 40, RandomKey.of(4));

        assertThat(metric.distance(X, Y, DIRECTIONS)).isEqualTo(distance);
        assertThat(metric.distance(X, Y, 40, RandomKey.of(6))).isNotEqualTo(distance);
    }

    @Test
    final void manyDirectionsInChunksAreTheSameAsFew() {
        // So many points that a run takes 21 of the 22 directions.
        HostArray first = RandomKey.of(7).normal(Shape.of(48_000, 2));
        HostArray second = RandomKey.of(8).normal(Shape.of(48_000, 2));
        HostArray many = Directions.uniform(RandomKey.of(9), 22, 2);
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);
        SlicedDistance some = metric.distance(first, second, many.rows(0, 11));
        SlicedDistance others = metric.distance(first, second, many.rows(11, 22));
        double mean = (Math.pow(some.sliced(), 2) + Math.pow(others.sliced(), 2)) / 2;

        SlicedDistance all = metric.distance(first, second, many);

        assertThat(all.sliced()).isCloseTo(Math.sqrt(mean), within(1e-6));
        assertThat(all.maxSliced()).isCloseTo(Math.max(some.maxSliced(), others.maxSliced()), within(1e-6));
    }

    @Test
    final void floorIsFarBelowTheDistanceOfDifferentLawsAndFallsWithTheirSize() {
        HostArray data = RandomKey.of(10).normal(Shape.of(8000, 6));
        Floor floor = new Floor(new SlicedWasserstein(backend, 2), DIRECTIONS);
        double small = floor.floor(data, 500, RandomKey.of(11)).sliced();
        double large = floor.floor(data, 4000, RandomKey.of(11)).sliced();

        assertThat(large).isLessThan(small / 1.5);
        assertThat(small).isLessThan(floor.distance().distance(X, Y, DIRECTIONS).sliced() / 2);
    }

    @Test
    final void samplesThatCannotBeComparedAreRefused() {
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);

        assertThatThrownBy(() -> metric.distance(X, Y.rows(0, 499), DIRECTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f32[500, 6] and f32[499, 6]");
        assertThatThrownBy(() -> metric.distance(X, scaled(Y, Float.NaN, 0), DIRECTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> metric.distance(X, Y, DIRECTIONS.reshape(Shape.of(80, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[k, 6]");
        assertThatThrownBy(() -> new SlicedWasserstein(backend, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order p = 0.5");
    }

    private static double[] projected(HostArray sample, int direction) {
        double[] projected = new double[sample.shape().dim(0)];
        for (int i = 0; i < projected.length; i++) {
            for (int j = 0; j < 6; j++) {
                projected[i] += sample.get(6 * i + j) * DIRECTIONS.get(6 * direction + j);
            }
        }
        return projected;
    }

    private static HostArray scaled(HostArray sample, float scale, float shift) {
        float[] values = sample.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * values[i] + shift;
        }
        return HostArray.wrap(sample.shape(), values);
    }

    private static HostArray reversed(HostArray sample) {
        float[] values = new float[sample.size()];
        int rows = sample.shape().dim(0);
        int width = sample.size() / rows;
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < width; j++) {
                values[row * width + j] = (float) sample.get((rows - 1 - row) * width + j);
            }
        }
        return HostArray.wrap(sample.shape(), values);
    }
}
