package org.pushforward.benchmark.infer;

import java.util.Arrays;

/**
 * The mean and the standard deviation that a field is expected to have before its gauges are seen, in normal values. A learned prior
 * works in standard units z = (value - mean) / deviation, and the hyperprior of the variance has its median at the square of the deviation.
 *
 * @param mean the mean
 * @param deviation the standard deviation, positive
 */
public record FieldScale(double mean, double deviation) {
    /** With fewer gauges their standard deviation says little. */
    static final int FEWEST = 3;

    /** Refuses a deviation that is not positive. */
    public FieldScale {
        if (!Double.isFinite(mean) || !(deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("scale of a field with mean " + mean + " and standard deviation "
                    + deviation + ": expected a finite and a positive number");
        }
    }

    /**
     * Returns the mean and the standard deviation of some normal values. Of fewer than {@value #FEWEST} values, the deviation is the
     * absolute mean instead, or 1 if the mean is 0.
     */
    static FieldScale of(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        if (values.length < FEWEST) {
            return new FieldScale(mean, mean == 0 ? 1 : Math.abs(mean));
        }
        double squares =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new FieldScale(mean, Math.sqrt(squares / (values.length - 1)));
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
