package org.pushforward.metrics.twosample;

import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/** Learns from points of two samples to predict which of the samples a point comes from. */
public interface Classifier {

    /**
     * Learns, and returns for other points the probability that they are of the first sample.
     *
     * @param points the points to learn from, [n][d]
     * @param first whether each of these points is of the first sample, [n]
     * @param others the other points, [m][d]
     * @param key the key of everything random
     */
    double[] probabilities(double[][] points, boolean[] first, double[][] others, RandomKey key);

    /** Returns two samples as points for the test, by default standardized by {@link #exchangeable}. */
    default StandardizedPair standardized(HostArray first, HostArray second) {
        return exchangeable(first, second);
    }

    /**
     * Returns two samples as points for a test by permutation. Which of the samples is the first must not matter, because shuffled
     * labels have no first sample. By default, each column is standardized over both samples.
     */
    default StandardizedPair exchangeable(HostArray first, HostArray second) {
        return StandardizedPair.of(first, second);
    }
}
