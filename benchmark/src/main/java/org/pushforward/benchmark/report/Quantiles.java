package org.pushforward.benchmark.report;

import java.util.Arrays;
import org.pushforward.tensor.HostArray;

/** The order statistics of the finite values of an array. */
final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    static Quantiles of(double... values) {
        return new Quantiles(
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray());
    }

    static Quantiles of(HostArray values) {
        return of(values.toDoubles());
    }

    /** Returns the value below which a share of the values lie, to the nearest one; NaN if there are none. */
    double at(double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
