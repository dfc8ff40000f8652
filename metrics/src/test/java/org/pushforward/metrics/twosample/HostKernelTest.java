package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.pushforward.metrics.twosample.ShiftedNormal.normal;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares statistics of kernels with sums by hand. */
class HostKernelTest {
    private static final RandomKey KEY = RandomKey.of(71);

    private static HostArray line(double... values) {
        return HostArray.of(Shape.of(values.length, 1), values);
    }

    @Test
    void statisticsOfSamplesOfDifferentSizesMatchTheFormula() {
        HostArray x = line(0, 2, 6);
        HostArray y = line(1, 3);

        // Distances 2, 4, 6 within x, 2 within y, and 1, 3, 1, 1, 5, 3 across. The squares around 2.4 add up to 21.2.
        assertThat(new KernelTest(KernelTest.Kernel.ENERGY, 1).test(x, y, KEY).statistic())
                .isCloseTo((2 * 14 / 6.0 - 4 - 2) / Math.sqrt(5.3), within(1e-6));
        // The upper median of the ten distances is 3.
        double withinX = (Math.exp(-4 / 18.0) + Math.exp(-16 / 18.0) + Math.exp(-36 / 18.0)) / 3;
        double across = (3 * Math.exp(-1 / 18.0) + 2 * Math.exp(-9 / 18.0) + Math.exp(-25 / 18.0)) / 6;
        assertThat(new KernelTest(KernelTest.Kernel.GAUSSIAN, 1).test(x, y, KEY).statistic())
                .isCloseTo(withinX + Math.exp(-4 / 18.0) - 2 * across, within(1e-6));
    }

    @Test
    void energyDistanceOfFewPointsMatchesTheFormula() {
        // Standardized over both, 0 and 2 against 1 and 3 have deviation sqrt(5/3).
        HostArray x = HostArray.of(Shape.of(2, 1), 0.0, 2);
        HostArray y = HostArray.of(Shape.of(2, 1), 1.0, 3);

        double statistic =
                new KernelTest(KernelTest.Kernel.ENERGY, 1).test(x, y, KEY).statistic();

        // 2 E|X - Y| = 2 (1 + 3 + 1 + 1) / 4 = 3, and E|X - X'| = E|Y - Y'| = 2.
        assertThat(statistic).isCloseTo((3 - 2 - 2) / Math.sqrt(5.0 / 3), within(1e-6));
    }

    /** If more than half of the pairs coincide, the longest distance replaces the median. */
    @Test
    void pointsThatMostlyCoincideHaveAStatistic() {
        double e = Math.exp(-0.5);

        assertThat(new KernelTest(KernelTest.Kernel.GAUSSIAN, 1)
                        .test(line(0, 0, 0, 0), line(0, 0, 1, 1), KEY)
                        .statistic())
                .isCloseTo(1 + (1 + 2 * e) / 3 - (1 + e), within(1e-6));
    }

    /** Of the ten labelings of five points, one separates them. */
    @ParameterizedTest
    @EnumSource(KernelTest.Kernel.class)
    void permutationsReachTheLargestStatisticAsOftenAsTheyRepeatIt(KernelTest.Kernel kernel) {
        int permutations = 1000;
        TwoSampleResult found = new KernelTest(kernel, permutations).test(line(0, 1, 2), line(10, 11), KEY);

        // Four standard deviations of a share of 0.1.
        assertThat(found.pValue()).isCloseTo(0.1, within(4 * Math.sqrt(0.09 / permutations)));
        assertThatThrownBy(() -> new KernelTest(kernel, 0)).hasMessageContaining("0 permutations");
    }

    /** The corners of a simplex have equal distances, so every labeling reaches the statistic. */
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 130})
    void everyPermutationCounts(int permutations) {
        HostArray x = HostArray.of(Shape.of(2, 4), 1.0, 0, 0, 0, 0, 1, 0, 0);
        HostArray y = HostArray.of(Shape.of(2, 4), 0.0, 0, 1, 0, 0, 0, 0, 1);

        assertThat(new KernelTest(KernelTest.Kernel.ENERGY, permutations)
                        .test(x, y, KEY)
                        .pValue())
                .isEqualTo(1);
    }

    @Test
    void pairsThatDoNotFitIntoMemoryAreRefused() {
        double[] many = new double[500_000];
        Arrays.setAll(many, i -> i);

        assertThatThrownBy(() -> new KernelTest(KernelTest.Kernel.ENERGY, 1).test(line(many), line(many), KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the kernel of 1000000 points");
    }

    @ParameterizedTest
    @EnumSource(KernelTest.Kernel.class)
    void kernelsKeepTheirLevelAndDetectAShift(KernelTest.Kernel kernel) {
        KernelTest test = new KernelTest(kernel, 99);
        int repetitions = 100;
        int rejected = 0;
        for (int i = 0; i < repetitions; i++) {
            RandomKey key = KEY.fold(i);
            rejected += test.test(normal(key.fold("x"), 40, 0), normal(key.fold("y"), 30, 0), key)
                                    .pValue()
                            <= 0.05
                    ? 1
                    : 0;
        }
        // Four standard deviations of 2.2 above the expected 5 of 100.
        assertThat(rejected).isLessThan(14);
        assertThat(test.test(normal(KEY.fold("x"), 100, 0), normal(KEY.fold("y"), 100, 1), KEY)
                        .pValue())
                .isEqualTo(0.01);
    }

    /** If all points coincide, every kernel value is 1, and the statistic 1 + 1 - 2. A tie reaches the statistic. */
    @Test
    void pointsThatAllCoincideAreAlike() {
        double[] labels = {1, 0, 1, 1, 0, 0, 0, 1};
        try (HostKernel pairs = new HostKernel(KernelTest.Kernel.GAUSSIAN, new double[4][1])) {
            assertThat(pairs.sums(labels, 2).statistics(2, 2)).containsExactly(0, 0);
            assertThat(pairs.most()).isEqualTo(64);
        }
    }

    /** Points 0, 1, 3, 7 as 0, 1 | 3, 7 and 0, 3 | 1, 7: distances 1 and 4 within, 3, 7, 2, 6 across; 3 and 6, and 1, 7, 2, 4. */
    @Test
    void labelingsAreSummedSideBySide() {
        double[][] points = {{0}, {1}, {3}, {7}};
        double[] labels = {1, 1, 1, 0, 0, 1, 0, 0};
        try (HostKernel pairs = new HostKernel(KernelTest.Kernel.ENERGY, points)) {
            // The unbiased means within samples of two points are the distances themselves.
            assertThat(pairs.sums(labels, 2).statistics(2, 2))
                    .containsExactly(new double[] {2 * 18 / 4.0 - 1 - 4, 2 * 14 / 4.0 - 3 - 6}, within(1e-12));
        }
    }

    /** Permutation i is that of the key's fold i. No two labelings of these points have equal energy distances. */
    @Test
    void theHostAndAnEngineCountTheSamePermutations() {
        double[][] points = {{0, 0.5}, {1.3, 3}, {4.2, -1}, {10.9, 0.2}, {2.1, 7}};
        HostArray x = HostArray.of(Shape.of(3, 2), 0, 0.5, 1.3, 3, 4.2, -1);
        HostArray y = HostArray.of(Shape.of(2, 2), 10.9, 0.2, 2.1, 7);
        for (int column = 0; column < 2; column++) {
            int at = column;
            double mean = Arrays.stream(points).mapToDouble(p -> p[at]).sum() / 5;
            double variance = Arrays.stream(points)
                            .mapToDouble(p -> (p[at] - mean) * (p[at] - mean))
                            .sum()
                    / 4;
            for (double[] point : points) {
                point[at] /= Math.sqrt(variance);
            }
        }
        double statistic = energy(points, new int[] {0, 1, 2, 3, 4});
        Backend oracle = Backends.open("reference");
        for (int permutations : new int[] {1, 130}) {
            int reached = 1;
            for (int i = 0; i < permutations; i++) {
                double other = energy(points, KEY.fold(i).permutation(5));
                reached += other >= statistic - 1e-9 ? 1 : 0;
            }
            KernelTest host = new KernelTest(KernelTest.Kernel.ENERGY, permutations);
            for (KernelTest test : new KernelTest[] {host, host.on(oracle)}) {
                TwoSampleResult found = test.test(x, y, KEY);
                assertThat(found.pValue()).isEqualTo(reached / (1.0 + permutations));
                // Float32.
                assertThat(found.statistic()).isCloseTo(statistic, within(1e-6));
            }
        }
        oracle.close();
        assertThatThrownBy(() ->
                        new KernelTest(KernelTest.Kernel.ENERGY, 1).on(oracle).test(x, y, KEY))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Returns 2 E|X - Y| - E|X - X'| - E|Y - Y'| where X is one of the first three points of an order, and Y one of the other two. */
    private static double energy(double[][] points, int[] order) {
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < i; j++) {
                double weight = i < 3 ? -1 / 3.0 : j < 3 ? 2 / 6.0 : -1;
                sum += weight
                        * Math.hypot(
                                points[order[i]][0] - points[order[j]][0], points[order[i]][1] - points[order[j]][1]);
            }
        }
        return sum;
    }

    @Test
    void aTestNeedsAKernelAndKnowsWhereItRuns() {
        assertThatThrownBy(() -> new KernelTest(null, 1)).hasMessageContaining("kernel");
        assertThatThrownBy(() -> new KernelTest(KernelTest.Kernel.ENERGY, 1, null))
                .hasMessageContaining("backend");
    }
}
