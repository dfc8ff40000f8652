package org.pushforward.zoo.field.transform;

/**
 * z = sqrt(y), with y = max(z, 0)^2: what is below 0 is 0, as rain is. With u = m / s the mean of y is (m^2 + s^2) Phi(u) + m s phi(u).
 */
public record SquareRoot() implements FieldTransform {
    @Override
    public double toNormal(double y) {
        if (!(y >= 0 && Double.isFinite(y))) {
            throw new IllegalArgumentException(
                    "square root of the value " + y + ": expected a finite number of 0 or more, as rain is");
        }
        return Math.sqrt(y);
    }

    @Override
    public double toData(double z) {
        return z > 0 ? z * z : 0;
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
