package org.pushforward.metrics.inference;

/**
 * Quantiles of a sample at position q (n + 1), interpolated linearly between order statistics: type 6 of Hyndman and Fan.
 *
 * <p>On average, the probability below the k-th smallest of n draws is k / (n + 1). An interval of level c between such quantiles
 * therefore contains a further draw with probability c for any n, unless a position is outside 1 to n. With the common type 7, at
 * position 1 + q (n - 1), the probability is c (n - 1)/(n + 1).
 *
 * <p>Hyndman and Fan, <i>Sample quantiles in statistical packages</i>, 1996.
 */
public final class SampleQuantile {
    private SampleQuantile() {}

    /**
     * Returns the quantile, or the smallest or largest number if the position is outside 1 to n.
     *
     * @param ascending the sample in ascending order, one number or more
     * @param probability q, from 0 to 1
     * @throws IllegalArgumentException if the sample is empty or q is out of range
     */
    public static double of(double[] ascending, double probability) {
        if (ascending.length == 0 || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("quantile " + probability + " of " + ascending.length
                    + " numbers: expected a probability from 0 to 1, and 1 number or more");
        }
        int n = ascending.length;
        double position = Math.max(1, Math.min(n, probability * (n + 1)));
        int below = (int) position;
        double between = position - below;
        double low = ascending[below - 1];
        // Between equal numbers there is nothing to interpolate: both may be infinite.
        if (between == 0 || low == ascending[below]) {
            return low;
        }
        return low + between * (ascending[below] - low);
    }
}
