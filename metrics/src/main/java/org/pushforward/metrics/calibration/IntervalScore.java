package org.pushforward.metrics.calibration;

/**
 * The score of a central interval: its width, and a penalty for a truth outside. Lower is better; the quantiles of the truth's own
 * distribution are best on average.
 *
 * <p>Gneiting and Raftery, <i>Strictly proper scoring rules, prediction, and estimation</i>, 2007.
 */
public final class IntervalScore {
    private IntervalScore() {}

    /**
     * Returns (u - l) + 2/a (l - y) 1{y &lt; l} + 2/a (y - u) 1{y &gt; u} with a = 1 - level.
     *
     * @param low the lower end l
     * @param high the upper end u
     * @param truth what came true, y
     * @param level the probability that the interval claims, above 0 and below 1
     * @throws IllegalArgumentException if the ends are not in order or the level is out of range
     */
    public static double of(double low, double high, double truth, double level) {
        if (!(low <= high) || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the interval from " + low + " to " + high + " of level " + level
                    + ": expected ascending ends and a level above 0 and below 1");
        }
        double outside = Math.max(0, Math.max(low - truth, truth - high));
        return high - low + 2 / (1 - level) * outside;
    }
}
