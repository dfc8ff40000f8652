package org.pushforward.zoo.field.transform;

/**
 * The transform z = sqrt(y) with inverse y = max(z, 0)^2. Negative z become 0, which suits rain. For z from N(m, s^2) and u = m / s the
 * mean of y is (m^2 + s^2) Phi(u) + m s phi(u).
 */
public record SquareRoot() implements FieldTransform {
    @Override
    public double toNormal(double y) {
        if (!(y >= 0 && Double.isFinite(y))) {
            throw new IllegalArgumentException(
                    "square root of the value " + y + ": expected a finite number of 0 or more");
        }
        return Math.sqrt(y);
    }

    @Override
    public double toData(double z) {
        return z <= 0 ? 0 : z * z;
    }

    @Override
    public boolean isAlwaysAbove(double y) {
        return y < 0;
    }

    @Override
    public double mean(double mean, double variance) {
        return NormalMoments.moment(2, mean, Math.sqrt(variance), 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public double secondMoment(double mean, double variance) {
        return NormalMoments.moment(4, mean, Math.sqrt(variance), 0, Double.POSITIVE_INFINITY);
    }
}
