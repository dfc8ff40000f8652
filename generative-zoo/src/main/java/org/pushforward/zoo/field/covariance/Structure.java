package org.pushforward.zoo.field.covariance;

import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Places;

/**
 * A stationary covariance C(d) = v rho(h) with h^2 = d^T E^-1 d: a variance, a correlation, and a range that depends on the direction.
 *
 * @param correlation rho
 * @param variance v, the partial sill
 * @param range E
 */
public record Structure(Correlation correlation, double variance, Ellipse range) implements StationaryCovariance {
    /** Refuses a variance that is not positive. */
    public Structure {
        Variance.require("variance of the covariance " + correlation, variance);
    }

    /** Returns the covariance with the same range in every direction. */
    public static Structure of(Correlation correlation, double variance, double range) {
        return new Structure(correlation, variance, Ellipse.circle(range));
    }

    @Override
    public double at(double dx, double dy) {
        return variance * correlation.at(Math.sqrt(range.inverse().at(dx, dy)));
    }

    @Override
    public void fill(double x, double y, Places others, double[] into) {
        Ellipse.Quadratic form = range.inverse();
        int count = others.count();
        others.squares(x, y, form, into);
        correlation.ofSquares(into, count);
        for (int i = 0; i < count; i++) {
            into[i] *= variance;
        }
    }
}
