package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares kernels on an engine with those of the host. */
class EngineKernelTest {
    private static final RandomKey KEY = RandomKey.of(53);

    private final Backend oracle = Backends.open("reference");

    @AfterEach
    void close() {
        oracle.close();
    }

    private static HostArray normal(String name, int count, double shift) {
        double[] values = KEY.fold(name).normal(Shape.of(count, 3)).toDoubles();
        for (int i = 0; i < values.length; i += 3) {
            values[i] += shift;
        }
        return HostArray.wrap(Shape.of(count, 3), values);
    }

    private static HostArray line(double... values) {
        return HostArray.of(Shape.of(values.length, 1), values);
    }

    /** Kernel values of the host have 24 bits. The permutations are the same, and no two statistics are that close. */
    @ParameterizedTest
    @EnumSource(KernelTest.Kernel.class)
    void anEngineHasTheNumbersOfTheHost(KernelTest.Kernel kernel) {
        for (double shift : new double[] {0, 0.3}) {
            HostArray x = normal("x", 30, 0);
            HostArray y = normal("y", 23, shift);
            KernelTest host = new KernelTest(kernel, 99);

            TwoSampleResult found = host.on(oracle).test(x, y, KEY);

            TwoSampleResult expected = host.test(x, y, KEY);
            assertThat(found.statistic()).isCloseTo(expected.statistic(), within(1e-7));
            assertThat(found.pValue()).isEqualTo(expected.pValue());
        }
    }

    /**
     * Seven points: 4 pairs are less than a row, 7 and 13 are one, 14 to 27 are two or three with a last run that repeats rows, and 49 are
     * all of them.
     */
    @ParameterizedTest
    @ValueSource(ints = {4, 7, 13, 14, 27, 28, 48, 49, 1000})
    void runsThatRepeatRowsAddThemOnce(int pairs) {
        double[][] points = new double[7][];
        for (int i = 0; i < 7; i++) {
            points[i] = KEY.fold("runs").fold(i).normal(Shape.of(3)).toDoubles();
        }
        double[] labels = {1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1};
        for (KernelTest.Kernel kernel : KernelTest.Kernel.values()) {
            try (PairKernel engine = new EngineKernel(oracle, kernel, points, 2, pairs);
                    PairKernel host = new HostKernel(kernel, points)) {
                assertThat(engine.sums(labels, 2).statistics(3, 4))
                        .containsExactly(host.sums(labels, 2).statistics(3, 4), within(1e-6));
            }
        }
    }

    @Test
    void aClosedKernelHasNoProgram() {
        PairKernel kernel = new EngineKernel(oracle, KernelTest.Kernel.ENERGY, new double[][] {{0}, {1}}, 1);
        kernel.close();

        assertThatThrownBy(() -> kernel.sums(new double[] {1, 0}, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("close()");
    }

    /** An engine sums 512 labelings at once, the first of which is that of the samples. */
    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512, 1100})
    void everyPermutationCounts(int permutations) {
        KernelTest host = new KernelTest(KernelTest.Kernel.ENERGY, permutations);
        HostArray x = line(0, 1, 2.1);
        HostArray y = line(10, 11.3);

        double found = host.on(oracle).test(x, y, KEY).pValue();

        assertThat(found).isEqualTo(host.test(x, y, KEY).pValue());
        assertThat(found * (permutations + 1)).isCloseTo(Math.rint(found * (permutations + 1)), within(1e-9));
    }

    /** If more than half of the pairs coincide, the longest distance replaces the median. */
    @Test
    void pointsThatCoincideHaveDistanceZero() {
        double e = Math.exp(-0.5);
        KernelTest test = new KernelTest(KernelTest.Kernel.GAUSSIAN, 1).on(oracle);

        assertThat(test.test(line(0.1, 0.1, 0.1, 0.1), line(0.1, 0.1, 0.7, 0.7), KEY)
                        .statistic())
                .isCloseTo(1 + (1 + 2 * e) / 3 - (1 + e), within(1e-6));
    }

    @Test
    void labelsThatDoNotFitIntoMemoryAreRefused() {
        double[] many = new double[2_000_000];
        Arrays.setAll(many, i -> i);

        assertThatThrownBy(() -> new KernelTest(KernelTest.Kernel.ENERGY, 1000)
                        .on(oracle)
                        .test(line(many), line(many), KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("512 labelings of 4000000 points");
        // 100 x 9 labels and 100 x 10 with ones, twice 100 x 3 numbers, and 50 x 10 sums.
        assertThat(EngineKernel.bytes(100, 3, 9, 50)).isEqualTo(8 * (900 + 1000 + 600 + 500));
    }
}
