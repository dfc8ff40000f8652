package org.pushforward.metrics.inference;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction for several tests: rejecting where an adjusted p-value is at most alpha makes a single false rejection among all
 * true hypotheses with probability alpha at most, whatever their dependence.
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
