package org.pushforward.benchmark.data;

import java.util.Arrays;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;

/**
 * Two disjoint sets of rows that no model is trained on. Models are compared with the first set; the distance between the two sets is
 * the score of real data.
 *
 * @param first the first set
 * @param second the second set, with the same number of rows
 */
public record HeldOut(Rows first, Rows second) {

    /**
     * Returns two sets of n rows each, drawn at random without replacement.
     *
     * @throws IllegalArgumentException if n is less than 1 or there are too few rows
     */
    public static HeldOut of(Rows rows, int n, RandomKey key) {
        if (n < 1 || n > rows.count() / 2) {
            throw new IllegalArgumentException("two disjoint sets of " + n + " rows out of " + rows.count()
                    + ": expected 1 to " + rows.count() / 2 + " rows in each");
        }
        int[] order = key.permutation(rows.count());
        return new HeldOut(rows.take(Arrays.copyOfRange(order, 0, n)), rows.take(Arrays.copyOfRange(order, n, 2 * n)));
    }
}
