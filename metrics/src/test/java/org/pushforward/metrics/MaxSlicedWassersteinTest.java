package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.graph.Graph;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** P27: random directions miss most of the distance along the best direction, and ascent finds it. */
class MaxSlicedWassersteinTest {
    private static final RandomKey KEY = RandomKey.of(27);
    private static final int DIMENSION = 64;
    private static final int POINTS = 200;

    private static Backend oracle;

    @BeforeAll
    static void open() {
        oracle = Backends.open("reference");
    }

    @AfterAll
    static void close() {
        oracle.close();
    }

    private static HostArray normal(String name, int points) {
        return KEY.fold(name).normal(Shape.of(points, DIMENSION));
    }

    /** Returns the points with each coordinate multiplied and moved. */
    private static HostArray moved(HostArray points, IntToDoubleFunction scale, IntToDoubleFunction shift) {
        float[] values = points.toFloats();
        for (int i = 0; i < values.length; i++) {
            int j = i % DIMENSION;
            values[i] = (float) (values[i] * scale.applyAsDouble(j) + shift.applyAsDouble(j));
        }
        return HostArray.wrap(points.shape(), values);
    }

    /** A shift of length one with a component in every coordinate. */
    private static double shift(int coordinate) {
        return (coordinate % 2 == 0 ? 1 : -1) / 8.0;
    }

    /**
     * Along the best of K = 1000 random directions in d = 64 dimensions, a shift of length one has the largest component of 1000
     * random points of the sphere: 0.415 on average, with a standard deviation of 0.037; sqrt(2 log K / d) is 0.46.
     */
    @Test
    void randomDirectionsMissMostOfAShift() {
        HostArray x = normal("x", POINTS);
        HostArray y = moved(x, j -> 1, MaxSlicedWassersteinTest::shift);
        double sum = 0;
        for (int repetition = 0; repetition < 5; repetition++) {
            sum += new SlicedWasserstein(oracle, 2)
                    .distance(x, y, 1000, KEY.fold(repetition))
                    .maxSliced();
        }
        // Three standard errors of the mean of five.
        assertThat(sum / 5).isBetween(0.365, 0.465);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 2})
    void ascentFindsAllOfAShift(double order) {
        HostArray x = normal("x", POINTS);
        HostArray y = moved(x, j -> 1, MaxSlicedWassersteinTest::shift);
        MaxSlicedDistance distance = new MaxSlicedWasserstein(oracle, order, 4, 10).distance(x, y, KEY);
        // The moved points are rounded to float32.
        assertThat(distance.distance()).isCloseTo(1, within(1e-6));
        assertThat(distance.first()).isLessThan(0.5);
        double along = 0;
        for (int j = 0; j < DIMENSION; j++) {
            along += distance.direction().get(j) * shift(j);
        }
        assertThat(Math.abs(along)).isCloseTo(1, within(1e-6));
    }

    /** For x and y = (3 x_0, x_1, ...), the best direction is the first axis: W_2 along u is sqrt(1 + 8 u_0^2) - 1. */
    @Test
    void ascentFindsTheOneCoordinateThatDiffers() {
        HostArray x = normal("x", POINTS);
        HostArray y = moved(x, j -> j == 0 ? 3 : 1, j -> 0);
        double squares = 0;
        for (int i = 0; i < POINTS; i++) {
            squares += Math.pow(2 * x.get(i * DIMENSION), 2) / POINTS;
        }
        MaxSlicedDistance distance = new MaxSlicedWasserstein(oracle, 2, 4, 20).distance(x, y, KEY);
        assertThat(distance.distance()).isCloseTo(Math.sqrt(squares), within(1e-5));
        assertThat(Math.abs(distance.direction().get(0))).isCloseTo(1, within(1e-5));
    }

    /** A direction that fits the noise of samples does not separate fresh samples; the direction of a real difference does. */
    @Test
    void freshSamplesDistinguishADifferenceFromNoise() {
        MaxSlicedWasserstein ascent = new MaxSlicedWasserstein(oracle, 2, 4, 10);
        SlicedWasserstein along = new SlicedWasserstein(oracle, 2);
        HostArray x = normal("x", POINTS);
        HostArray y = normal("y", POINTS);
        HostArray freshX = normal("fresh x", POINTS);
        HostArray freshY = normal("fresh y", POINTS);
        MaxSlicedDistance noise = ascent.distance(x, y, KEY);
        assertThat(noise.distance()).isGreaterThan(Math.sqrt(DIMENSION / (double) POINTS));
        assertThat(along.distance(freshX, freshY, noise.direction()).sliced()).isLessThan(noise.distance() / 2);

        IntToDoubleFunction far = j -> 3 * shift(j);
        MaxSlicedDistance real = ascent.distance(x, moved(y, j -> 1, far), KEY);
        assertThat(real.distance()).isGreaterThan(3);
        assertThat(along.distance(freshX, moved(freshY, j -> 1, far), real.direction())
                        .sliced())
                .isBetween(2.5, 3.2);
    }

    @Test
    void ascentNeverEndsBelowItsStart() {
        HostArray x = normal("x", POINTS);
        HostArray y = moved(normal("y", POINTS), j -> 1 + j / 64.0, j -> 0.1);
        MaxSlicedDistance none = new MaxSlicedWasserstein(oracle, 2, 8, 0).distance(x, y, KEY);
        MaxSlicedDistance some = new MaxSlicedWasserstein(oracle, 2, 8, 5).distance(x, y, KEY);
        SlicedWasserstein metric = new SlicedWasserstein(oracle, 2);
        assertThat(none.distance()).isEqualTo(none.first()).isEqualTo(some.first());
        // One gets float32 projections from the backend, the other float32 powers.
        assertThat(none.distance()).isCloseTo(metric.distance(x, y, 8, KEY).maxSliced(), within(1e-6));
        assertThat(some.distance()).isGreaterThan(none.distance());
        assertThat(metric.distance(x, y, some.direction()).sliced()).isCloseTo(some.distance(), within(1e-6));
    }

    /** Without steps, it is the largest of the distances along the starting directions. */
    @ParameterizedTest
    @CsvSource({"1, 30, 30", "1, 30, 20", "2, 20, 30", "3, 21, 14"})
    void theStartIsTheDistanceAlongRandomDirections(double order, int n, int m) {
        HostArray x = normal("x", n).cast(DType.F64);
        HostArray y = moved(normal("y", m), j -> 1, j -> 0.3 * Math.cos(j)).cast(DType.F64);
        double expected =
                new SlicedWasserstein(oracle, order).distance(x, y, 8, KEY).maxSliced();
        assertThat(new MaxSlicedWasserstein(oracle, order, 8, 0)
                        .distance(x, y, KEY)
                        .distance())
                .isCloseTo(expected, within(1e-12));
        // Ascent on the samples in the other order finds the same distance.
        MaxSlicedWasserstein ascent = new MaxSlicedWasserstein(oracle, order, 8, 3);
        assertThat(ascent.distance(x, y, KEY).distance())
                .isGreaterThan(expected)
                .isCloseTo(ascent.distance(y, x, KEY).distance(), within(1e-12));
    }

    /** The largest number is negative, in the first sample, and not its last. */
    @Test
    void theScaleIsThatOfTheLargestNumber() {
        HostArray point = HostArray.of(Shape.of(1, 2), -1e200, 1);
        HostArray origin = HostArray.of(Shape.of(1, 2), 0.0, 0);
        MaxSlicedWasserstein ascent = new MaxSlicedWasserstein(oracle, 2, 2, 5);
        assertThat(ascent.distance(point, origin, KEY).distance()).isCloseTo(1e200, within(1e186));
        assertThat(ascent.distance(origin, point, KEY).distance()).isCloseTo(1e200, within(1e186));
    }

    @Test
    void equalSamplesHaveNoDistance() {
        HostArray x = normal("x", POINTS);
        MaxSlicedDistance distance = new MaxSlicedWasserstein(oracle, 2, 3, 3).distance(x, x, KEY);
        assertThat(distance.distance()).isZero();
        assertThat(distance.direction().isFinite()).isTrue();
    }

    /** An engine may compute the directions, the only state that changes, in parts. */
    @Test
    void theProgramIsBatchedOverItsDirections() {
        TensorType type = new TensorType(DType.F32, Shape.of(10, 4));
        Graph graph = new MaxSlicedWasserstein(oracle, 2, 3, 1).graph(type, type);
        assertThat(graph.states())
                .filteredOn(Graph.State::changes)
                .extracting(Graph.State::current)
                .isEqualTo(graph.batched());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new MaxSlicedWasserstein(oracle, 2, 0, 5)).hasMessageContaining("0 directions");
        assertThatThrownBy(() -> new MaxSlicedWasserstein(oracle, 2, 1, -1)).hasMessageContaining("-1 iterations");
        assertThatThrownBy(() -> new MaxSlicedWasserstein(null, 2, 1, 1)).hasMessage("backend");
        HostArray x = normal("x", 4);
        assertThatThrownBy(() ->
                        new MaxSlicedWasserstein(oracle, 2, 1, 1).distance(x.reshape(Shape.of(4 * DIMENSION)), x, KEY))
                .hasMessageContaining("[n, d] and [m, d]");
        assertThat(new MaxSlicedWasserstein(oracle, 2, 1, 0).distance(x, x, KEY).distance())
                .isZero();
        assertThatThrownBy(() -> new MaxSlicedWasserstein(oracle, 0.5, 1, 5)).hasMessageContaining("p = 0.5");
    }

    /** Two points are |c (3, 4)| = 5 c apart along the line through them, for any c. */
    @ParameterizedTest
    @CsvSource({
        "F64, 1e9",
        "F64, 1e-10",
        "F32, 1e9",
        "F32, 1e-10",
        "F32, 1e19",
        "F32, 1e-23",
        "F64, 1e200",
        "F64, 1e-200"
    })
    void theAscentDoesNotDependOnScale(DType dtype, double scale) {
        HostArray origin = HostArray.wrap(Shape.of(1, 2), new double[2]).cast(dtype);
        HostArray point = HostArray.wrap(Shape.of(1, 2), new double[] {3 * scale, 4 * scale})
                .cast(dtype);

        MaxSlicedDistance distance = new MaxSlicedWasserstein(oracle, 2, 2, 5).distance(origin, point, RandomKey.of(3));

        // A few units in the last place of float32.
        assertThat(distance.distance()).isCloseTo(5 * scale, within(5e-7 * 5 * scale));
        assertThat(Math.abs(distance.direction().get(0))).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void ascentFindsAShiftBetweenSamplesOfDifferentSizes() {
        HostArray x = normal("x", POINTS);
        // Repeats every point, so that the distribution is the same and the best coupling is as for equal sizes.
        HostArray y = moved(x, j -> 1, MaxSlicedWassersteinTest::shift);
        float[] twice = new float[2 * y.size()];
        System.arraycopy(y.toFloats(), 0, twice, 0, y.size());
        System.arraycopy(y.toFloats(), 0, twice, y.size(), y.size());

        MaxSlicedDistance distance = new MaxSlicedWasserstein(oracle, 2, 4, 10)
                .distance(x, HostArray.wrap(Shape.of(2 * POINTS, DIMENSION), twice), KEY);

        assertThat(distance.distance()).isCloseTo(1, within(1e-6));
    }
}
