package org.pushforward.benchmark.report.chart;

/**
 * Values between two bounds as colors.
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

    /** Returns how far a value is from the low bound to the high one. */
    double share(double value) {
        return (value - low) / (high - low);
    }
}
