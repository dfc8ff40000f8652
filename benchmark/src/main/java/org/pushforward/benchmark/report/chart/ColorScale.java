package org.pushforward.benchmark.report.chart;

/**
 * Values between two bounds as colours.
 *
 * @param map the colours
 * @param low the value of the first colour
 * @param high the value of the last colour
 */
public record ColorScale(ColorMap map, double low, double high) {

    /** Returns the colour of a value. */
    int color(double value) {
        return map.color(share(value));
    }

    /** Returns how far a value is from the low bound to the high one. */
    double share(double value) {
        return (value - low) / (high - low);
    }
}
