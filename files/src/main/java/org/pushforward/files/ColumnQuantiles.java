package org.pushforward.files;

import java.util.Arrays;

/** The quantiles of some numbers by linear interpolation between sorted values (Hyndman and Fan, 1996, type 7). */
final class ColumnQuantiles {
    private final double[] sorted;

    /** Sorts a copy. */
    ColumnQuantiles(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    double at(double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
