package org.pushforward.metrics;

import java.util.Arrays;
import org.pushforward.data.Dataset;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * The sliced distance between two samples of one and the same distribution: what a perfect model scores, for a distance between
 * finite samples is never zero.
 *
 * <p>It falls as the samples grow, and each score has its own floor: the distance between n generated and n held-out points
 * must be read beside the floor at the same n, along the same directions. Two disjoint samples of n take 2n points, so of N
 * held-out points at most N/2 can be scored beside an honest floor. Where the points overlap, as neighboring patches of a
 * map do, both halves hold much the same cells, and the floor is lower than that of independent points would be.
 *
 * @param distance how samples are compared
 * @param directions the directions, floating [k, d], also those of the scores to be read beside it
 */
public record Floor(SlicedWasserstein distance, HostArray directions) {

    /**
     * Two disjoint samples of the same points.
     *
     * @param first as many points as the second
     * @param second points that are not in the first
     */
    public record Halves(HostArray first, HostArray second) {

        /**
         * Returns two samples of n points each, drawn at random without replacement.
         *
         * @param data f32[count, ...] with at least 2n points, all finite
         * @throws IllegalArgumentException if n is less than 1 or there are too few points
         */
        public static Halves draw(HostArray data, int n, RandomKey key) {
            int count = Dataset.of(data).size();
            if (n < 1 || n > count / 2) {
                throw new IllegalArgumentException("two disjoint samples of " + n + " points out of " + count
                        + ": expected 1 to " + count / 2 + " points in each");
            }
            int[] order = key.permutation(count);
            return new Halves(
                    data.take(Arrays.copyOfRange(order, 0, n)), data.take(Arrays.copyOfRange(order, n, 2 * n)));
        }
    }

    /**
     * Returns the distance between two disjoint random samples of n points each.
     *
     * @param data real points, f32[count, d] with count at least 2n, all finite
     * @param n as many points as the score beside it is computed from
     * @param key the key that the two samples are drawn from
     * @throws IllegalArgumentException if there are fewer than 2n points, or the distance refuses them
     */
    public SlicedDistance floor(HostArray data, int n, RandomKey key) {
        Halves halves = Halves.draw(data, n, key);
        return distance.distance(halves.first(), halves.second(), directions);
    }
}
