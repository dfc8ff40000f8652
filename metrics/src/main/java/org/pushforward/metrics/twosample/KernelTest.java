package org.pushforward.metrics.twosample;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pushforward.metrics.HostMemory;
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
 * number of permutations). For samples of the same distribution the expectation is 0, so the statistic may be negative. Time and
 * memory grow with (n + m)^2.
 *
 * <p>Gretton et al., <i>A kernel two-sample test</i>, 2012; Szekely and Rizzo, <i>Energy statistics</i>, 2013.
 *
 * @param kernel the kernel
 * @param permutations the number of permutations, 1 or more
 */
public record KernelTest(Kernel kernel, int permutations) {
    /** The number of labelings that are summed at once. */
    private static final int BLOCK = 64;

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
        if (permutations < 1) {
            throw new IllegalArgumentException(permutations + " permutations: expected 1 or more");
        }
    }

    /**
     * Tests two samples, with columns standardized by {@link StandardizedPair}.
     *
     * @param first a sample, floating [n, d]
     * @param second another, floating [m, d]
     * @param key the random key that shuffles labels
     * @throws IllegalArgumentException if samples cannot be compared, or the pairs do not fit into memory
     */
    public TwoSampleResult test(HostArray first, HostArray second, RandomKey key) {
        StandardizedPair pair = StandardizedPair.of(first, second);
        double[][] points = pair.pooled();
        int n = pair.first().length;
        float[][] values = values(points);
        double statistic = statistics(values, n, 0, 1, key)[0];
        int reached = 1;
        for (int from = 1; from <= permutations; from += BLOCK) {
            int count = Math.min(BLOCK, permutations + 1 - from);
            for (double shuffled : statistics(values, n, from, count, key)) {
                reached += shuffled >= statistic ? 1 : 0;
            }
        }
        return new TwoSampleResult(statistic, reached / (1.0 + permutations), pair.remarks());
    }

    /** Returns the kernel of each pair of different points, as the rows of a lower triangle. */
    private float[][] values(double[][] points) {
        int count = points.length;
        HostMemory.require(4.0 * count * (count - 1.0), "the kernel of " + count + " points");
        float[][] distances = new float[count][];
        for (int i = 0; i < count; i++) {
            distances[i] = new float[i];
            for (int j = 0; j < i; j++) {
                distances[i][j] = (float) distance(points[i], points[j]);
            }
        }
        float median = kernel == Kernel.GAUSSIAN ? median(distances) : 1;
        for (float[] row : distances) {
            for (int j = 0; j < row.length; j++) {
                row[j] = kernel == Kernel.ENERGY
                        ? -row[j]
                        : (float) Math.exp(-0.5 * (row[j] / median) * (row[j] / median));
            }
        }
        return distances;
    }

    private static float median(float[][] rows) {
        int count = rows.length * (rows.length - 1) / 2;
        float[] all = new float[count];
        int position = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, position, row.length);
            position += row.length;
        }
        Arrays.sort(all);
        // If most pairs coincide, any positive length will do.
        return all[count / 2] > 0 ? all[count / 2] : Math.max(all[count - 1], Float.MIN_NORMAL);
    }

    static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }

    /**
     * Returns the statistics of some labelings: number 0 is that of the samples, the others are shuffled. Let s_i be 1 for points of the
     * first sample and 0 for others. The kernel is read once for all labelings: sum of k_ij s_j over j &lt; i, for each row i.
     */
    private static double[] statistics(float[][] values, int n, int from, int count, RandomKey key) {
        double[] labels = labels(values.length, n, from, count, key);
        double[] within = new double[count];
        double[] other = new double[count];
        double[] across = new double[count];
        double[] ofFirst = new double[count];
        for (int i = 0; i < values.length; i++) {
            Arrays.fill(ofFirst, 0);
            double all = 0;
            for (int j = 0; j < i; j++) {
                double value = values[i][j];
                all += value;
                for (int c = 0; c < count; c++) {
                    ofFirst[c] += value * labels[j * count + c];
                }
            }
            for (int c = 0; c < count; c++) {
                if (labels[i * count + c] == 1) {
                    within[c] += ofFirst[c];
                    across[c] += all - ofFirst[c];
                } else {
                    across[c] += ofFirst[c];
                    other[c] += all - ofFirst[c];
                }
            }
        }
        double m = values.length - n;
        double[] statistics = new double[count];
        for (int c = 0; c < count; c++) {
            statistics[c] = 2 * within[c] / (n * (n - 1.0)) + 2 * other[c] / (m * (m - 1)) - 2 * across[c] / (n * m);
        }
        return statistics;
    }

    /** Returns 1 for each point that a labeling takes to be of the first sample, [point][labeling]. */
    private static double[] labels(int points, int n, int from, int count, RandomKey key) {
        double[] labels = new double[points * count];
        for (int c = 0; c < count; c++) {
            int number = from + c;
            int[] order = number == 0
                    ? IntStream.range(0, points).toArray()
                    : key.fold(number - 1).permutation(points);
            for (int j = 0; j < n; j++) {
                labels[order[j] * count + c] = 1;
            }
        }
        return labels;
    }
}
