package org.pushforward.benchmark.timing;

import java.util.Arrays;

/**
 * The sorted times of equal steps, in seconds.
 *
 * @param sorted the times, at least one
 */
record Spread(double[] sorted) {
    static Spread of(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return new Spread(sorted);
    }

    int count() {
        return sorted.length;
    }

    double median() {
        return quantile(0.5);
    }

    /** Returns a quantile of the times, interpolated between the two nearest. */
    double quantile(double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
