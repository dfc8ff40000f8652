package org.pushforward.zoo.field.covariance;

/**
 * Variation of the field over distances that the gauges cannot resolve: C is the variance if two places are the same, and 0 otherwise.
 *
 * <p>Predictions include it. They do not include the error of an instrument, which is the noise of its gauge.
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
