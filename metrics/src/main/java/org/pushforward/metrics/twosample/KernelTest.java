package org.pushforward.metrics.twosample;

import java.util.Arrays;
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
        boolean[] labels = new boolean[points.length];
        Arrays.fill(labels, 0, n, true);
        double statistic = statistic(values, labels, n);
        int reached = 1;
        for (int i = 0; i < permutations; i++) {
            int[] order = key.fold(i).permutation(points.length);
            Arrays.fill(labels, false);
            for (int j = 0; j < n; j++) {
                labels[order[j]] = true;
            }
            reached += statistic(values, labels, n) >= statistic ? 1 : 0;
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

    private static double statistic(float[][] values, boolean[] labels, int n) {
        double within = 0;
        double other = 0;
        double across = 0;
        for (int i = 0; i < values.length; i++) {
            double same = 0;
            double different = 0;
            for (int j = 0; j < i; j++) {
                if (labels[j] == labels[i]) {
                    same += values[i][j];
                } else {
                    different += values[i][j];
                }
            }
            across += different;
            if (labels[i]) {
                within += same;
            } else {
                other += same;
            }
        }
        double m = values.length - n;
        return 2 * within / (n * (n - 1.0)) + 2 * other / (m * (m - 1)) - 2 * across / (n * m);
    }
}
