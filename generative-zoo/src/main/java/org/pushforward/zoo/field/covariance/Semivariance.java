package org.pushforward.zoo.field.covariance;

/**
 * The semivariance gamma: half the variance of the difference between the values of a field at two places, as a function of their offset.
 */
@FunctionalInterface
public interface Semivariance {

    /** Returns gamma(dx, dy). */
    double at(double dx, double dy);
}
