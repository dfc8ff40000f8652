package org.pushforward.files;

import java.util.Arrays;
import org.pushforward.Stability;

/**
 * Summary statistics of the numbers in a column.
 *
 * @param name the name of the column
 * @param count the number of values, without missing ones
 * @param missing the number of missing values
 * @param lowest the smallest value
 * @param lowerQuartile the value that a quarter of the values lie below
 * @param median the median
 * @param upperQuartile the value that a quarter of the values lie above
 * @param highest the largest value
 * @param mean the mean
 * @param standardDeviation the standard deviation, with divisor {@code count}
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record ColumnSummary(
        String name,
        int count,
        int missing,
        double lowest,
        double lowerQuartile,
        double median,
        double upperQuartile,
        double highest,
        double mean,
        double standardDeviation) {

    /** Returns the statistics of some values. NaN counts as missing. Without any value, every statistic is NaN. */
    public static ColumnSummary of(String name, double[] values) {
        double[] present =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        int missing = values.length - present.length;
        if (present.length == 0) {
            double none = Double.NaN;
            return new ColumnSummary(name, 0, missing, none, none, none, none, none, none, none);
        }
        double mean = Arrays.stream(present).average().orElseThrow();
        double variance = Arrays.stream(present)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        ColumnQuantiles quantiles = new ColumnQuantiles(present);
        return new ColumnSummary(
                name,
                present.length,
                missing,
                quantiles.at(0),
                quantiles.at(0.25),
                quantiles.at(0.5),
                quantiles.at(0.75),
                quantiles.at(1),
                mean,
                Math.sqrt(variance));
    }

    /** Returns the standard deviation of a normal distribution with these quartiles. */
    public double robustDeviation() {
        return (upperQuartile - lowerQuartile) / 1.349;
    }

    /** Returns the largest absolute value. */
    public double largest() {
        return Math.max(Math.abs(lowest), Math.abs(highest));
    }
}
