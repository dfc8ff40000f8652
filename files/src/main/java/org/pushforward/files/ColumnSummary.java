package org.pushforward.files;

import java.util.Arrays;
import org.pushforward.Stability;

/**
 * The numbers of one column in short.
 *
 * @param name its name
 * @param count how many numbers there are
 * @param missing how many are missing
 * @param lowest the lowest
 * @param lowerQuartile a quarter of them lie below
 * @param median half of them lie below
 * @param upperQuartile a quarter of them lie above
 * @param highest the highest
 * @param mean their mean
 * @param standardDeviation their standard deviation
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

    /** Returns the summary of some numbers, of which NaN are missing; of none at all, all is NaN. */
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
        Quantiles quantiles = new Quantiles(present);
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

    /** Returns the largest magnitude. */
    public double largest() {
        return Math.max(Math.abs(lowest), Math.abs(highest));
    }
}
