package org.pushforward.metrics.twosample;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.backend.Backend;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * The unbiased squared distance between the means of two samples in the feature space of a kernel,
 *
 * <pre>
 * 1/(n (n-1)) sum_{i != j} k(x_i, x_j) + 1/(m (m-1)) sum_{i != j} k(y_i, y_j) - 2/(n m) sum k(x_i, y_j)
 * </pre>
 *
 * <p>with a p-value by permutation: labels are shuffled, and p = (1 + number of permutations that reach the statistic) / (1 +
 * number of permutations). For samples of the same distribution the expectation is 0, so the statistic may be negative. Time grows with
 * (n + m)^2.
 *
 * <p>The host keeps the kernel of all pairs in memory. An engine computes it some rows at a time, as often as it is needed, and adds it up
 * for hundreds of permutations by one matrix product ({@link #on}). Both draw the same permutations and have the same numbers, but for
 * rounding errors.
 *
 * <p>Gretton et al., <i>A kernel two-sample test</i>, 2012; Szekely and Rizzo, <i>Energy statistics</i>, 2013.
 *
 * @param kernel the kernel
 * @param permutations the number of permutations, 1 or more
 * @param backend where the kernel is computed, or empty for the host
 */
public record KernelTest(Kernel kernel, int permutations, Optional<Backend> backend) {

    /** A kernel. */
    public enum Kernel {
        /** k(x, y) = -|x - y|: the statistic is the energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'|. */
        ENERGY,
        /**
         * k(x, y) = exp(-|x - y|^2 / (2 s^2)) where s is the median distance over all pairs: the statistic is the squared maximum
         * mean discrepancy.
         */
        GAUSSIAN
    }

    /** Refuses fewer than one permutation. */
    public KernelTest {
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(backend, "backend");
        if (permutations < 1) {
            throw new IllegalArgumentException(permutations + " permutations: expected 1 or more");
        }
    }

    /** Makes a test on the host. */
    public KernelTest(Kernel kernel, int permutations) {
        this(kernel, permutations, Optional.empty());
    }

    /** Returns this test on an engine, in float64. */
    public KernelTest on(Backend engine) {
        return new KernelTest(kernel, permutations, Optional.of(engine));
    }

    /**
     * Tests two samples, with columns standardized by {@link StandardizedPair}.
     *
     * @param first a sample, floating [n, d]
     * @param second another, floating [m, d]
     * @param key the random key that shuffles labels
     * @throws IllegalArgumentException if samples cannot be compared, or the pairs of the host or the labels of an engine do not fit into
     *     memory
     */
    public TwoSampleResult test(HostArray first, HostArray second, RandomKey key) {
        StandardizedPair pair = StandardizedPair.of(first, second);
        double[][] points = pair.pooled();
        int n = pair.first().length;
        try (PairKernel pairs = pairs(points)) {
            double statistic = 0;
            int reached = 0;
            for (int from = 0; from <= permutations; from += pairs.most()) {
                int count = Math.min(pairs.most(), permutations + 1 - from);
                double[] statistics = pairs.sums(labels(points.length, n, from, count, key), count)
                        .statistics(n, points.length - n);
                if (from == 0) {
                    statistic = statistics[0];
                }
                for (double each : statistics) {
                    reached += each >= statistic ? 1 : 0;
                }
            }
            return new TwoSampleResult(statistic, reached / (1.0 + permutations), pair.remarks());
        }
    }

    private PairKernel pairs(double[][] points) {
        return backend.isPresent()
                ? new EngineKernel(backend.get(), kernel, points, permutations + 1)
                : new HostKernel(kernel, points);
    }

    /**
     * Returns 1 for each point that a labeling takes to be of the first sample and 0 for others, [point][labeling]. Labeling 0 is that of
     * the samples, the others are shuffled.
     */
    private static double[] labels(int points, int n, int from, int count, RandomKey key) {
        double[] labels = new double[points * count];
        IntStream.range(0, count).parallel().forEach(c -> {
            int number = from + c;
            int[] order = number == 0
                    ? IntStream.range(0, points).toArray()
                    : key.fold(number - 1).permutation(points);
            for (int j = 0; j < n; j++) {
                labels[order[j] * count + c] = 1;
            }
        });
        return labels;
    }
}
