package org.pushforward.metrics.inference;

/**
 * A closed interval.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double low, double high) {
    /** Returns whether the interval, with its ends, contains a value. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
