package org.pushforward.metrics;

import java.util.Arrays;
import org.pushforward.data.Dataset;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * The sliced distance between two samples of the same distribution. A perfect model scores this floor, because a distance between
 * finite samples is not zero.
 *
 * <p>The floor falls as the samples grow. Compare the distance between n generated and n held-out points only with the floor for
 * the same n and the same directions. Two disjoint samples of n points take 2n points, so a floor exists for at most half of the
 * held-out points. If the points overlap, as neighboring patches of a map do, both halves contain many of the same cells, and the
 * floor is lower than for independent points.
 *
 * @param distance how samples are compared
 * @param directions the directions, floating [k, d]; the scores to compare with the floor must use the same ones
 */
public record DistanceFloor(SlicedWasserstein distance, HostArray directions) {

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
     * @param n the number of points in each sample, the same as for the score to compare with the floor
     * @param key the key that the two samples are drawn from
     * @throws IllegalArgumentException if there are fewer than 2n points, or the distance refuses them
     */
    public SlicedDistance floor(HostArray data, int n, RandomKey key) {
        Halves halves = Halves.draw(data, n, key);
        return distance.distance(halves.first(), halves.second(), directions);
    }
}
