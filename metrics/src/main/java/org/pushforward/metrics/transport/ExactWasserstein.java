package org.pushforward.metrics.transport;

import org.pushforward.tensor.HostArray;

/**
 * The exact Wasserstein distance of order 2 between two samples of n points each in d dimensions: the square root of the least mean
 * squared distance over all ways to pair their points ({@link Assignment}). Suitable for up to about 5,000 points: for that many,
 * the distances of all pairs take 200 MiB, and the time grows with n^2 to n^3.
 */
public final class ExactWasserstein {
    private ExactWasserstein() {}

    /**
     * Returns the distance.
     *
     * @param first a sample, floating [n, d]
     * @param second another of as many points
     * @throws IllegalArgumentException if the shapes differ, a number is not finite, or the distances do not fit into memory
     */
    public static double of(HostArray first, HostArray second) {
        if (!first.shape().equals(second.shape())) {
            throw new IllegalArgumentException("samples of types " + first.type() + " and " + second.type()
                    + ": expected equally many points in both; SinkhornDivergence accepts different numbers");
        }
        double[][] cost = SquaredDistances.between(first, second);
        int[] pairs = Assignment.cheapest(cost);
        double sum = 0;
        for (int i = 0; i < pairs.length; i++) {
            sum += cost[i][pairs[i]];
        }
        return Math.sqrt(sum / pairs.length);
    }
}
