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
