package org.pushforward.zoo.field.covariance;

/** A covariance that depends only on the offset between two places. */
public interface StationaryCovariance extends FieldCovariance {

    /** Returns the covariance at an offset. */
    double at(double dx, double dy);

    @Override
    default double between(double x1, double y1, double x2, double y2) {
        return at(x2 - x1, y2 - y1);
    }

    /** Returns the variance, which is the same everywhere. */
    default double variance() {
        return at(0, 0);
    }

    /** Returns the semivariance, half the variance of the difference between two values: the variance minus the covariance. */
    default Semivariance variogram() {
        return (dx, dy) -> variance() - at(dx, dy);
    }

    /** Returns the covariance of the sum of two independent stationary fields, which is stationary. */
    default StationaryCovariance plus(StationaryCovariance other) {
        return new StationarySuperposition(this, other);
    }
}
