package org.pushforward.zoo.field.covariance;

/** Checks that a variance is finite and positive. */
final class Variance {
    private Variance() {}

    static void require(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " = " + value + ": expected a finite number above 0");
        }
    }
}
