package org.pushforward.zoo.data;

/**
 * Integrals over the plane by the trapezoidal rule, whose error falls faster than any power of the step for a smooth
 * function that vanishes at the edge.
 */
final class PlaneQuadrature {
    private PlaneQuadrature() {}

    /** Returns the integral of p log p over the square [-halfWidth, halfWidth]^2. */
    static double expectedLogDensity(ToyDistribution distribution, double halfWidth, double step) {
        int steps = (int) Math.ceil(halfWidth / step);
        double sum = 0;
        for (int i = -steps; i <= steps; i++) {
            for (int j = -steps; j <= steps; j++) {
                double logDensity = distribution.logDensity(i * step, j * step);
                sum += Math.exp(logDensity) * logDensity;
            }
        }
        return sum * step * step;
    }
}
