package org.pushforward.metrics;

/**
 * A summary of the distances along several directions.
 *
 * @param order the order p of the distances
 * @param directions the number of directions
 * @param sliced the sliced distance, (mean of W_p^p over the directions)^(1/p)
 * @param standardError the standard error of {@code sliced} over the directions, by the delta method; NaN for a single
 *     direction. It does not include the error due to finite samples; see {@link DistanceFloor} for that
 * @param maxSliced the Monte-Carlo max-sliced distance, the largest W_p over the directions. It is never above the true max-sliced
 *     distance, which is taken along the best of all directions, and in high dimension it is far below. For example, if two
 *     distributions in d dimensions differ only by a shift m, their distance is |m|, but K random directions find only about |m|
 *     sqrt(2 log K / d) (a bit over 0.4 |m| for d = 64 and K = 1000). So compare it only with values in the same dimension and for
 *     as many directions; {@link MaxSlicedWasserstein} searches for the best direction
 */
public record SlicedDistance(double order, int directions, double sliced, double standardError, double maxSliced) {

    /** Returns the summary of W_p^p along each direction. */
    static SlicedDistance of(double order, double[] powers) {
        double sum = 0;
        double largest = 0;
        for (double power : powers) {
            sum += power;
            largest = Math.max(largest, power);
        }
        double mean = sum / powers.length;
        double squares = 0;
        for (double power : powers) {
            double off = power - mean;
            squares += off * off;
        }
        double errorOfMean = Math.sqrt(squares / (powers.length - 1) / powers.length);
        double sliced = Math.pow(mean, 1 / order);
        // d mean^(1/p) / d mean = mean^(1/p) / (p mean); a mean of zero has no spread.
        double standardError = mean == 0 ? errorOfMean : errorOfMean * sliced / (order * mean);
        return new SlicedDistance(order, powers.length, sliced, standardError, Math.pow(largest, 1 / order));
    }
}
