package org.pushforward.zoo.field.covariance;

/** The semivariance gamma: half of the variance of the difference between the values of a field at two places, by their offset. */
@FunctionalInterface
public interface Semivariance {

    /** Returns gamma(dx, dy). */
    double at(double dx, double dy);
}
