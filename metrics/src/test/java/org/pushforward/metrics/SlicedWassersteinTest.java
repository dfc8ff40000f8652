package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.graph.Graph;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Tests on the reference backend; the conformance kit tests the values on every engine. */
class SlicedWassersteinTest {
    private static final HostArray SAMPLE = RandomKey.of(1).normal(Shape.of(10, 3));

    @Test
    void programKeepsTheSamplesAndTakesAChunkOfDirections() {
        Graph graph = SlicedWasserstein.graph(
                new TensorType(DType.F32, Shape.of(10, 3)), new TensorType(DType.F32, Shape.of(10, 3)), 7);

        assertThat(graph.inputs()).singleElement().satisfies(input -> assertThat(input.shape())
                .isEqualTo(Shape.of(7, 3)));
        assertThat(graph.batched()).isEqualTo(graph.inputs());
        assertThat(graph.states()).hasSize(2).noneMatch(Graph.State::changes);
        assertThat(graph.outputs().values())
                .hasSize(2)
                .allMatch(projections -> projections.type().equals(new TensorType(DType.F32, Shape.of(7, 10))));
    }

    @Test
    void aRequestToStopIsHonored() {
        Cancellation cancellation = new Cancellation();
        try (Backend backend = Backends.open("reference")) {
            SlicedWasserstein metric = new SlicedWasserstein(backend, 2, cancellation);
            assertThat(metric.distance(SAMPLE, SAMPLE, 5, RandomKey.of(2)).sliced())
                    .isZero();
            cancellation.request();
            assertThatThrownBy(() -> metric.distance(SAMPLE, SAMPLE, 5, RandomKey.of(2)))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("0 of 5 directions");
        }
    }

    /** The distance along each direction is that of projections computed here. */
    @ParameterizedTest
    @CsvSource({
        "1, F32, 20, 20",
        "2, F32, 20, 20",
        "3, F32, 20, 20",
        "1, F32, 20, 30",
        "2, F32, 12, 20",
        "2.5, F32, 7, 5",
        "1, F64, 20, 20",
        "2, F64, 20, 12",
        "3, F64, 5, 7",
        "2, F32, 2100, 2100"
    })
    void comparesProjections(double order, DType dtype, int n, int m) {
        HostArray x = RandomKey.of(3).normal(Shape.of(n, 2)).cast(dtype);
        HostArray y = moved(RandomKey.of(4).normal(Shape.of(m, 2)), 2).cast(dtype);
        HostArray directions = Directions.uniform(RandomKey.of(5), 5, 2);
        double sum = 0;
        double largest = 0;
        int best = 0;
        for (int k = 0; k < 5; k++) {
            double distance =
                    OneDimensionalWasserstein.distance(projected(x, directions, k), projected(y, directions, k), order);
            sum += Math.pow(distance, order) / 5;
            if (distance > largest) {
                largest = distance;
                best = k;
            }
        }
        try (Backend backend = Backends.open("reference")) {
            SlicedWasserstein metric = new SlicedWasserstein(backend, order);
            SlicedDistance distance = metric.distance(x, y, directions);
            MaxSlicedDistance maximum = metric.largest(x, y, directions);

            // Directions and projections are rounded to the element type.
            assertThat(distance.sliced()).isCloseTo(Math.pow(sum, 1 / order), within(1e-6));
            assertThat(distance.maxSliced()).isCloseTo(largest, within(1e-6));
            assertThat(maximum.distance()).isEqualTo(maximum.first()).isCloseTo(distance.maxSliced(), within(1e-14));
            assertThat(maximum.direction())
                    .isEqualTo(directions.rows(best, best + 1).cast(dtype));
        }
    }

    private static HostArray moved(HostArray points, double shift) {
        double[] values = Arrays.stream(points.toDoubles()).map(v -> v + shift).toArray();
        return HostArray.wrap(points.shape(), values);
    }

    private static double[] projected(HostArray points, HostArray directions, int k) {
        double[] values = new double[points.shape().dim(0)];
        for (int i = 0; i < values.length; i++) {
            values[i] = points.get(2 * i) * directions.get(2 * k) + points.get(2 * i + 1) * directions.get(2 * k + 1);
        }
        return values;
    }

    /** Two directions fill a chunk, so the third is in a second one. All points move by 1, and along u by |u|. */
    @Test
    void directionsComeInChunks() {
        HostArray zeros = HostArray.zeros(new TensorType(DType.F32, Shape.of(1, 1)));
        HostArray ones = HostArray.full(new TensorType(DType.F32, Shape.of(1_500_000, 1)), 1);
        HostArray directions = HostArray.of(Shape.of(3, 1), 1.0, 2, 4);
        try (Backend backend = Backends.open("reference")) {
            SlicedDistance distance = new SlicedWasserstein(backend, 1).distance(zeros, ones, directions);
            // A sum of 1,500,000 equal masses.
            assertThat(distance.sliced()).isCloseTo(7.0 / 3, within(1e-9));
            assertThat(distance.maxSliced()).isCloseTo(4, within(1e-9));
        }
    }

    /** A run has at most 2^22 projections of a sample, but one direction or more, and no run is much smaller than another. */
    @ParameterizedTest
    @CsvSource({"7, 10, 7", "8, 1048576, 4", "9, 1048576, 3", "5, 2097152, 2", "2, 4194304, 1", "2, 4194305, 1"})
    void runsHaveABoundedNumberOfProjections(int directions, int points, int expected) {
        assertThat(SlicedWasserstein.chunk(directions, points)).isEqualTo(expected);
    }

    /** The longest direction is (3, -4); the longest points are (-5, 12) and (8, 15). */
    @Test
    void theRadiusBoundsAllProjections() {
        HostArray directions = HostArray.of(Shape.of(3, 2), 1.0, 0, 3, -4, 0, 1);
        HostArray x = HostArray.of(Shape.of(3, 2), 1.0, 1, -5, 12, 0, 2);
        HostArray y = HostArray.of(Shape.of(2, 2), 8.0, 15, 1, 1);
        double rounding = 1 + 2 * 0x1p-23;
        assertThat(SlicedWasserstein.radius(x, y, directions)).isCloseTo(5 * 17 * rounding, within(1e-12));
        assertThat(SlicedWasserstein.radius(y, x, directions)).isCloseTo(5 * 17 * rounding, within(1e-12));
        assertThat(SlicedWasserstein.radius(x, x, y)).isCloseTo(17 * 13 * rounding, within(1e-12));
    }

    @Test
    void powersBeyondTheRangeAreRefused() {
        HostArray near = HostArray.of(Shape.of(1, 1), 0.0);
        HostArray far = HostArray.of(Shape.of(1, 1), 1e200);
        HostArray direction = HostArray.of(Shape.of(1, 1), 1.0);
        try (Backend backend = Backends.open("reference")) {
            SlicedWasserstein metric = new SlicedWasserstein(backend, 2);
            assertThatThrownBy(() -> metric.distance(near, far, direction))
                    .hasMessageContaining("W_p^p along direction 0 is Infinity");
            assertThatThrownBy(() -> metric.largest(near, far, direction))
                    .hasMessageContaining("W_p^p along direction 0 is Infinity");
        }
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        HostArray directions = Directions.uniform(RandomKey.of(1), 5, 3);
        HostArray none = HostArray.zeros(new TensorType(DType.F32, Shape.of(0, 3)));
        HostArray unknown = HostArray.full(new TensorType(DType.F32, Shape.of(5, 3)), Double.NaN);
        try (Backend backend = Backends.open("reference")) {
            SlicedWasserstein metric = new SlicedWasserstein(backend, 2);
            for (HostArray bad : new HostArray[] {none, SAMPLE.reshape(Shape.of(30)), SAMPLE.reshape(Shape.of(6, 5))}) {
                assertThatThrownBy(() -> metric.distance(bad, SAMPLE, 5, RandomKey.of(2)))
                        .hasMessageContaining("[n, d] and [m, d]");
                assertThatThrownBy(() -> metric.distance(SAMPLE, bad, directions))
                        .hasMessageContaining("[n, d] and [m, d]");
                assertThatThrownBy(() -> metric.largest(bad, SAMPLE, directions))
                        .hasMessageContaining("[n, d] and [m, d]");
            }
            assertThatThrownBy(() -> metric.distance(unknown, SAMPLE, directions))
                    .hasMessageContaining("the first sample of type f32[5, 3] contains NaN");
            assertThatThrownBy(() -> metric.largest(SAMPLE, SAMPLE, unknown))
                    .hasMessageContaining("directions of type f32[5, 3] contains NaN");
            assertThatThrownBy(() -> metric.distance(SAMPLE, SAMPLE, Directions.uniform(RandomKey.of(1), 5, 4)))
                    .hasMessageContaining("expected a floating type [k, 3]");
            assertThatThrownBy(() -> new SlicedWasserstein(backend, 0.5)).hasMessageContaining("order p = 0.5");
        }
        assertThatThrownBy(() -> new SlicedWasserstein(null, 2)).hasMessage("backend");
        try (Backend backend = Backends.open("reference")) {
            assertThatThrownBy(() -> new SlicedWasserstein(backend, 2, null)).hasMessage("cancellation");
        }
    }

    @Test
    void samplesOfDifferentDimensionsAreRefused() {
        assertThatThrownBy(() -> SlicedWasserstein.checkSamples(SAMPLE, SAMPLE.reshape(Shape.of(6, 5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f32[10, 3] and f32[6, 5]")
                .hasMessageContaining("[n, d] and [m, d]");
        assertThatThrownBy(() -> SlicedWasserstein.checkSamples(SAMPLE, SAMPLE.cast(DType.F64)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlicedWasserstein.checkSamples(SAMPLE.cast(DType.I32), SAMPLE.cast(DType.I32)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nanIsRefusedWithItsRow() {
        float[] values = SAMPLE.toFloats();
        values[3 * 4 + 1] = Float.NaN;
        HostArray bad = HostArray.wrap(SAMPLE.shape(), values);

        assertThatThrownBy(() -> SlicedWasserstein.checkSamples(SAMPLE, bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "the second sample of type f32[10, 3] contains NaN or infinity, the first at row 4");
    }

    @Test
    void directionsOfAnotherDimensionAreRefused() {
        assertThatThrownBy(() -> SlicedWasserstein.checkDirections(SAMPLE, Directions.uniform(RandomKey.of(1), 5, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("directions of type f64[5, 4]: expected a floating type [k, 3]");
    }
}
