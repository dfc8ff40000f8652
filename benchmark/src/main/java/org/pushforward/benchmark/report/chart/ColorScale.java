package org.pushforward.benchmark.report.chart;

/**
 * A mapping of values between two bounds to colors.
 *
 * @param map the colors
 * @param low the value of the first color
 * @param high the value of the last color
 */
public record ColorScale(ColorMap map, double low, double high) {

    /** Returns the color of a value. */
    int color(double value) {
        return map.color(share(value));
    }

    /** Returns the relative position of a value: 0 at the low bound, 1 at the high bound. */
    double share(double value) {
        return (value - low) / (high - low);
    }
}
