package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class RowWassersteinTest {
    private final ExecutorService executor = Executors.newFixedThreadPool(3);

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    @ParameterizedTest
    @CsvSource({
        "1, F32, 5, 5",
        "2, F32, 6, 6",
        "2, F32, 1, 1",
        "3.5, F32, 5, 5",
        "1, F64, 5, 5",
        "2, F64, 6, 6",
        "1, F32, 5, 7",
        "2, F32, 6, 3",
        "1.5, F32, 4, 6",
        "2, F64, 7, 5"
    })
    void everyRowHasTheDistanceOfItsTwoSamples(double order, DType dtype, int length, int other) {
        HostArray x = RandomKey.of(1).normal(Shape.of(7, length)).cast(dtype);
        HostArray y = RandomKey.of(2).normal(Shape.of(7, other)).cast(dtype);
        double[] powers = new double[9];
        Arrays.fill(powers, -1);

        new RowWasserstein(order, 3, executor).powers(x, y, powers, 2);

        assertThat(powers).startsWith(-1, -1);
        for (int row = 0; row < 7; row++) {
            double distance = OneDimensionalWasserstein.distance(
                    x.rows(row, row + 1).toDoubles(), y.rows(row, row + 1).toDoubles(), order);
            // Both add the same few float64 numbers in different orders, and one takes a root that the test undoes.
            assertThat(powers[2 + row]).isCloseTo(Math.pow(distance, order), Offset.offset(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, F32, 2500", "2, F32, 2500", "3.5, F32, 2048", "2, F32, 100", "2, F64, 2500"})
    void theMaximumIsOverAllDirections(double order, DType dtype, int length) {
        HostArray x = RandomKey.of(3).normal(Shape.of(40, length)).cast(dtype);
        HostArray y = RandomKey.of(4).normal(Shape.of(40, length)).cast(dtype);
        RowWasserstein rows = new RowWasserstein(order, 3, executor);
        double[] powers = new double[40];
        rows.powers(x, y, powers, 0);
        double expected = Arrays.stream(powers).max().orElseThrow();

        LargestPower largest = new LargestPower();
        rows.largest(x, y, 6, largest, 5);

        assertThat(largest.power()).isEqualTo(expected);
        assertThat(powers[largest.row() - 5]).isEqualTo(expected);
    }

    /** W_2 of row k is k + 2 exactly, so that bounds above 1 must be compared as powers. */
    @Test
    void growingDistancesAreAllSorted() {
        float[] values = RandomKey.of(5).uniform(Shape.of(5, 2500)).toFloats();
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = values[i] + i / 2500 + 2;
        }
        LargestPower largest = new LargestPower();

        new RowWasserstein(2, 1, executor)
                .largest(
                        HostArray.wrap(Shape.of(5, 2500), values),
                        HostArray.wrap(Shape.of(5, 2500), moved),
                        8,
                        largest,
                        0);

        // Numbers below 8 are rounded to float32.
        assertThat(largest.power()).isCloseTo(36, Offset.offset(1e-5));
        assertThat(largest.row()).isEqualTo(4);
    }

    @Test
    void theFirstOfEqualRowsIsKept() {
        LargestPower largest = new LargestPower();
        for (int row : new int[] {5, 3, 4}) {
            largest.offer(1, row);
            largest.offer(0.5, 0);
        }
        assertThat(largest.row()).isEqualTo(3);
    }

    @Test
    void tiesAreWonByTheFirstRow() {
        float[] values = RandomKey.of(5).normal(Shape.of(3000)).toFloats();
        float[] repeated = new float[8 * values.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = values[i % values.length];
        }
        HostArray x = HostArray.wrap(Shape.of(8, values.length), repeated);
        LargestPower largest = new LargestPower();

        new RowWasserstein(2, 3, executor).largest(x, HostArray.zeros(x.type()), 6, largest, 0);

        assertThat(largest.row()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-30, 1e30, Double.POSITIVE_INFINITY, Double.NaN})
    void rowsWithoutABoundAreSorted(double radius) {
        float[] values = RandomKey.of(6).normal(Shape.of(8 * 3000)).toFloats();
        values[5 * 3000 + 17] = Float.POSITIVE_INFINITY;
        HostArray x = HostArray.wrap(Shape.of(8, 3000), values);
        LargestPower largest = new LargestPower();

        new RowWasserstein(2, 3, executor).largest(x, HostArray.zeros(x.type()), radius, largest, 0);

        assertThat(largest.power()).isInfinite();
        assertThat(largest.row()).isEqualTo(5);
    }
}
