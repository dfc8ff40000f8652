package org.pushforward.zoo.field.covariance;

/**
 * Variation of the field itself over distances too short for the gauges: C is the variance where two places are the same, and 0
 * elsewhere.
 *
 * <p>It is part of what is predicted. The error of an instrument is not: that is the noise of its gauge.
 *
 * @param variance positive
 */
public record Nugget(double variance) implements StationaryCovariance {
    /** Refuses a variance that is not positive. */
    public Nugget {
        Variance.require("nugget", variance);
    }

    @Override
    public double at(double dx, double dy) {
        return dx == 0 && dy == 0 ? variance : 0;
    }
}
