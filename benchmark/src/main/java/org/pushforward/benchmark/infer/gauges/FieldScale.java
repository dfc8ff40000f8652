package org.pushforward.benchmark.infer.gauges;

import java.util.Arrays;
import org.pushforward.zoo.field.prior.FieldPrior;

/**
 * The mean and the standard deviation that a value of a field is expected to have before the gauges are seen, in normal values. The prior
 * of fields works in standard units z = (value - mean) / deviation. This deviation includes the uncertainty of the mean of the field, so
 * that it is larger than the deviation within a field.
 *
 * @param mean the mean
 * @param deviation the standard deviation, positive
 */
public record FieldScale(double mean, double deviation) {
    /** With fewer gauges their standard deviation says little. */
    public static final int FEWEST = 3;

    /** Refuses a deviation that is not positive. */
    public FieldScale {
        if (!Double.isFinite(mean) || !(deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("scale of a field with mean " + mean + " and standard deviation "
                    + deviation + ": expected a finite and a positive number");
        }
    }

    /**
     * Returns the scale of a field from its gauges: their mean m, and their standard deviation s divided by the median deviation within a
     * field of the {@link FieldPrior}, about 0.75. Of fewer than {@value #FEWEST} values, s is |m| instead, or 1 if m is 0.
     */
    public static FieldScale of(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double within = new FieldPrior().deviation();
        if (values.length < FEWEST) {
            return new FieldScale(mean, (mean == 0 ? 1 : Math.abs(mean)) / within);
        }
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new FieldScale(mean, Math.sqrt(squares / (values.length - 1)) / within);
    }

    /** Returns a value in standard units. */
    public double standard(double value) {
        return (value - mean) / deviation;
    }

    /** Returns the normal value of standard units. */
    public double value(double standard) {
        return mean + deviation * standard;
    }
}
