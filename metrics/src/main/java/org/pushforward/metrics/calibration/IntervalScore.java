package org.pushforward.metrics.calibration;

/**
 * The score of a central interval: its width plus a penalty if the truth is outside. Lower is better. On average, the quantiles of
 * the distribution of the truth score best.
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
     * @param truth the observed outcome y
     * @param level the nominal probability of the interval, above 0 and below 1
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
