package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @CsvSource({"1, F32, 5", "2, F32, 6", "2, F32, 1", "3.5, F32, 5", "1, F64, 5", "2, F64, 6"})
    void everyRowHasTheDistanceOfItsTwoSamples(double order, DType dtype, int length) {
        HostArray x = RandomKey.of(1).normal(Shape.of(7, length)).cast(dtype);
        HostArray y = RandomKey.of(2).normal(Shape.of(7, length)).cast(dtype);
        double[] powers = new double[9];
        Arrays.fill(powers, -1);

        new RowWasserstein(order, 3, executor).powers(x, y, powers, 2);

        assertThat(powers).startsWith(-1, -1);
        for (int row = 0; row < 7; row++) {
            double distance = OneDimensionalWasserstein.distance(
                    x.rows(row, row + 1).toDoubles(), y.rows(row, row + 1).toDoubles(), order);
            // Both add the same few float64 numbers, in another order; a root is taken and undone.
            assertThat(powers[2 + row]).isCloseTo(Math.pow(distance, order), Offset.offset(1e-12));
        }
    }
}
