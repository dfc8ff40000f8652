package org.pushforward.metrics.inference;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction for several tests. If every hypothesis with an adjusted p-value of at most alpha is rejected, the probability
 * of one or more false rejections is at most alpha, even if the tests depend on each other.
 *
 * <p>Holm, <i>A simple sequentially rejective multiple test procedure</i>, 1979.
 */
public final class Holm {
    private Holm() {}

    /**
     * Returns the adjusted p-values, max over j &lt;= i of min(1, (m - j + 1) p_(j)) for the i-th smallest.
     *
     * @param pValues p-values, from 0 to 1
     */
    public static double[] adjusted(double... pValues) {
        int[] ascending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < ascending.length; rank++) {
            largest = Math.max(largest, Math.min(1, (ascending.length - rank) * pValues[ascending[rank]]));
            adjusted[ascending[rank]] = largest;
        }
        return adjusted;
    }
}
