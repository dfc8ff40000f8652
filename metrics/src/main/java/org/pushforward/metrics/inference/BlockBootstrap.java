package org.pushforward.metrics.inference;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.pushforward.random.RandomKey;

/**
 * The block bootstrap: rows that depend on each other, such as overlapping patches of one band of longitude, form a block and are
 * drawn together.
 *
 * <p>Kuensch, <i>The jackknife and the bootstrap for general stationary observations</i>, 1989.
 *
 * @param replicates the number of resamples, 2 or more
 * @param key the key that blocks are drawn from
 */
public record BlockBootstrap(int replicates, RandomKey key) {
    /** Refuses fewer than two replicates. */
    public BlockBootstrap {
        if (replicates < 2) {
            throw new IllegalArgumentException(replicates + " replicates of a bootstrap: expected 2 or more");
        }
    }

    /**
     * Returns the statistic of each replicate, in ascending order.
     *
     * @param blocks the number of blocks, 2 or more
     * @param statistic a function of the indices of the drawn blocks, which are as many as there are blocks
     * @throws IllegalArgumentException if there are fewer than two blocks
     */
    public double[] replicate(int blocks, ToDoubleFunction<int[]> statistic) {
        if (blocks < 2) {
            throw new IllegalArgumentException("a bootstrap over " + blocks + " blocks: expected 2 or more");
        }
        double[] values = new double[replicates];
        for (int i = 0; i < replicates; i++) {
            values[i] = statistic.applyAsDouble(key.fold(i).integers(blocks, blocks));
        }
        Arrays.sort(values);
        return values;
    }

    /** Returns the standard deviation of the replicates, an estimate of the statistic's standard error. */
    public double standardError(int blocks, ToDoubleFunction<int[]> statistic) {
        return Estimate.of(replicate(blocks, statistic)).standardDeviation();
    }
}
