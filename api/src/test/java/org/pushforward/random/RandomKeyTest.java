package org.pushforward.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class RandomKeyTest {
    private final RandomKey key = RandomKey.of(42);

    @Test
    void givesTheSameNumbersAgain() {
        assertThat(key.normal(Shape.of(5))).isEqualTo(RandomKey.of(42).normal(Shape.of(5)));
        assertThat(key.fold(1).uniform(Shape.of(5))).isEqualTo(key.fold(1).uniform(Shape.of(5)));
    }

    /** These numbers must never change, because every published result depends on them. */
    @Test
    void givesTheseNumbers() {
        assertThat(key.fold("a").integers(1000, 4)).containsExactly(442, 892, 246, 853);
    }

    @Test
    void givesOtherNumbersForOtherKeys() {
        assertThat(key.fold(1).normal(Shape.of(5))).isNotEqualTo(key.fold(2).normal(Shape.of(5)));
        assertThat(key.fold("a")).isNotEqualTo(key.fold("b"));
        assertThat(key.split(3)).doesNotHaveDuplicates();
        assertThat(key.fold(0)).isNotEqualTo(key);
    }

    @Test
    void drawsRowsThatDoNotDependOnTheBatch() {
        HostArray whole = key.normalRows(Shape.of(64, 3), 0);
        assertThat(key.normalRows(Shape.of(1, 3), 17)).isEqualTo(whole.rows(17, 18));
    }

    @Test
    void derivesRowsAndPartsByTheirNumbers() {
        Shape shape = Shape.of(3, 2, 4);
        HostArray normal = key.normalRows(shape, 7);
        HostArray uniform = key.uniformRows(shape, 7);
        for (int k = 0; k < 3; k++) {
            assertThat(normal.rows(k, k + 1)).isEqualTo(key.fold(7 + k).normal(Shape.of(1, 2, 4)));
            assertThat(uniform.rows(k, k + 1)).isEqualTo(key.fold(7 + k).uniform(Shape.of(1, 2, 4)));
        }
        assertThat(key.normalRows(Shape.of(0, 3), 0).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(key.uniformRows(Shape.of(0, 3), 0).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(key.split(3)).containsExactly(key.fold(0), key.fold(1), key.fold(2));
    }

    @Test
    void drawsTheUniformDistribution() {
        double[] u = key.uniform(Shape.of(100_000)).toDoubles();
        double[] rows = key.uniformRows(Shape.of(50_000, 2), 0).toDoubles();
        // E[u^k] = 1/(k + 1) with variance 1/(2k + 1) - 1/(k + 1)^2; five standard errors.
        for (int k = 1; k <= 4; k++) {
            int power = k;
            double error = 5 * Math.sqrt((1.0 / (2 * k + 1) - Math.pow(k + 1, -2)) / u.length);
            for (double[] sample : new double[][] {u, rows}) {
                double moment = Arrays.stream(sample)
                        .map(v -> Math.pow(v, power))
                        .average()
                        .orElseThrow();
                assertThat(moment).isCloseTo(1.0 / (k + 1), within(error));
            }
        }
        assertThat(Arrays.stream(u).boxed()).allMatch(v -> v >= 0 && v < 1);
    }

    @Test
    void drawsTheNormalDistribution() {
        double[] x = key.normal(Shape.of(100_000)).toDoubles();
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
        double fourth = Arrays.stream(x).map(v -> v * v * v * v).average().orElseThrow();
        // Five standard errors.
        assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(1e-5)));
        assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2e-5)));
        assertThat(fourth).isCloseTo(3, within(5 * Math.sqrt(96e-5)));
    }

    @Test
    void drawsPermutations() {
        int[] order = key.permutation(100);
        assertThat(order).doesNotHaveDuplicates().hasSize(100);
        assertThat(Arrays.stream(order).max().orElseThrow()).isEqualTo(99);
        assertThat(order).isNotEqualTo(Arrays.stream(order).sorted().toArray());
    }
}
