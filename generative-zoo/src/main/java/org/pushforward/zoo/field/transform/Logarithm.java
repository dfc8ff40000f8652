package org.pushforward.zoo.field.transform;

/**
 * The transform z = log(y + offset) for shifted log-normal data. For z from N(m, v) the mean of y is exp(m + v / 2) - offset.
 *
 * @param offset 0 or more; positive if the data contain 0
 */
public record Logarithm(double offset) implements FieldTransform {
    /** Refuses a negative offset. */
    public Logarithm {
        if (!(offset >= 0 && Double.isFinite(offset))) {
            throw new IllegalArgumentException(
                    "offset of a logarithm = " + offset + ": expected a finite number of 0 or more");
        }
    }

    @Override
    public double toNormal(double y) {
        if (!(y + offset > 0 && Double.isFinite(y))) {
            throw new IllegalArgumentException("logarithm of the value " + y + " with offset " + offset
                    + ": expected a sum above 0; take an offset, or SquareRoot for values of 0");
        }
        return Math.log(y + offset);
    }

    @Override
    public double toData(double z) {
        return Math.exp(z) - offset;
    }

    /** {@inheritDoc} That includes y = -offset, which the exponential only approaches. */
    @Override
    public boolean isAlwaysAbove(double y) {
        return y + offset <= 0;
    }

    @Override
    public double mean(double mean, double variance) {
        return Math.exp(mean + variance / 2) - offset;
    }

    @Override
    public double secondMoment(double mean, double variance) {
        double first = Math.exp(mean + variance / 2);
        return Math.exp(2 * mean + 2 * variance) - 2 * offset * first + offset * offset;
    }
}
