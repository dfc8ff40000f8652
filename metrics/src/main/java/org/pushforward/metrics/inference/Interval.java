package org.pushforward.metrics.inference;

/**
 * From a number to another.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double low, double high) {
    /** Returns whether a value is within, the ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
