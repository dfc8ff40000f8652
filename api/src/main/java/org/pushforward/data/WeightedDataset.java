package org.pushforward.data;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.Stability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Recorded rows, drawn at random with replacement with probabilities proportional to their weights.
 *
 * <p>So the mean loss of a batch is an unbiased estimate of the weighted mean of the loss. If all weights are whole numbers, the draws are
 * those of a {@link Dataset} in which each row is repeated as many times as its weight says.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class WeightedDataset implements DataSource {
    private final Dataset rows;
    private final double[] cumulative;
    private final boolean whole;

    /**
     * Combines rows with their weights.
     *
     * @param rows the rows, at least one, all finite
     * @param weights a weight for each row, of shape [count]; finite, 0 or more, and at least one of them positive
     * @throws IllegalArgumentException if a row or a weight is invalid; the message names the row
     */
    public WeightedDataset(Rows rows, HostArray weights) {
        this.rows = new Dataset(rows);
        this.cumulative = cumulative(rows.count(), weights);
        double total = cumulative[cumulative.length - 1];
        this.whole = total <= Integer.MAX_VALUE && Arrays.stream(cumulative).allMatch(sum -> sum == Math.rint(sum));
    }

    private static double[] cumulative(int count, HostArray weights) {
        if (weights.shape().rank() != 1 || weights.size() != count) {
            throw new IllegalArgumentException(
                    "weights of type " + weights.type() + " for " + count + " rows: expected one for each row");
        }
        double[] sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double weight = weights.get(i);
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "the weight of row " + i + " is " + weight + ": expected a finite number, 0 or more");
            }
            sum += weight;
            sums[i] = sum;
        }
        if (sum == 0 || Double.isInfinite(sum)) {
            throw new IllegalArgumentException(
                    "the sum of the weights is " + sum + ": expected a finite number above 0");
        }
        return sums;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Optional<Rows> recorded() {
        return rows.recorded();
    }

    @Override
    public Rows draw(RandomKey key, int count) {
        double total = cumulative[cumulative.length - 1];
        int[] positions = new int[count];
        if (whole) {
            int[] copies = key.integers((int) total, count);
            Arrays.setAll(positions, i -> position(copies[i]));
        } else {
            UniformRandomProvider random = key.stream();
            Arrays.setAll(positions, i -> position(total * random.nextDouble()));
        }
        return rows.rows().take(positions);
    }

    /**
     * Returns n rows in their order, among which row i occurs n w_i / (w_1 + w_2 + ...) times, rounded up or down. If all weights are equal
     * and n is the number of rows, these are the rows themselves. They do not depend on a key.
     *
     * @param count n
     */
    public Rows spread(int count) {
        double total = cumulative[cumulative.length - 1];
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> position((i + 0.5) / count * total));
        return rows.rows().take(positions);
    }

    /** Returns the first row whose cumulative weight is above a number. */
    private int position(double below) {
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > below) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
