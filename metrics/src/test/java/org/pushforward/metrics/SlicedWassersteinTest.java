package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.graph.Graph;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Tests that need no engine; the conformance kit tests the values on every engine. */
class SlicedWassersteinTest {
    private static final HostArray SAMPLE = RandomKey.of(1).normal(Shape.of(10, 3));

    @Test
    void programKeepsTheSamplesAndTakesAChunkOfDirections() {
        Graph graph = SlicedWasserstein.graph(
                new TensorType(DType.F32, Shape.of(10, 3)), new TensorType(DType.F32, Shape.of(10, 3)), 7);

        assertThat(graph.inputs()).singleElement().satisfies(input -> assertThat(input.shape())
                .isEqualTo(Shape.of(7, 3)));
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
