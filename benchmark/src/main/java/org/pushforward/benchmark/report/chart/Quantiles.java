package org.pushforward.benchmark.report.chart;

import java.util.Arrays;
import org.pushforward.tensor.HostArray;

/** The order statistics of the finite values of an array. */
public final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** Returns the quantiles of some values. */
    public static Quantiles of(double... values) {
        return new Quantiles(
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray());
    }

    /** Returns the quantiles of some values. */
    public static Quantiles of(HostArray values) {
        return of(values.toDoubles());
    }

    /** Returns the quantile at a share, rounded to the nearest of the values; NaN if there are no values. */
    public double at(double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
