package org.pushforward.zoo.field.transform;

import java.util.Arrays;

/**
 * An increasing map between data and the values of a Gaussian field, z = f(y).
 *
 * <p>The mean of y is not f^-1 of the mean of z; {@link #mean} computes it in closed form.
 */
public sealed interface FieldTransform permits Logarithm, SquareRoot, NormalScore {

    /**
     * Returns f(y).
     *
     * @throws IllegalArgumentException if y is not in the domain
     */
    double toNormal(double y);

    /** Returns f^-1(z), which is NaN for NaN. */
    double toData(double z);

    /** Returns whether f^-1(z) is above y for every z, so that y has no f(y) although it has a place among the data. */
    boolean isAlwaysAbove(double y);

    /** Returns the mean of f^-1(z) for z from N(mean, variance). */
    double mean(double mean, double variance);

    /** Returns the mean of the square of f^-1(z) for z from N(mean, variance). */
    double secondMoment(double mean, double variance);

    /** Returns f of each number. */
    default double[] toNormal(double... y) {
        return Arrays.stream(y).map(this::toNormal).toArray();
    }

    /** Returns f^-1 of each number. */
    default double[] toData(double... z) {
        return Arrays.stream(z).map(this::toData).toArray();
    }
}
