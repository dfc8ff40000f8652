package org.pushforward.metrics.inference;

/** The logarithm of the gamma function, by Stirling's series from 12 on and the recurrence below; to about 1e-14. */
final class LogGamma {
    private static final double ASYMPTOTIC = 12;

    private LogGamma() {}

    /** Returns log Gamma(x) for a positive x. */
    static double of(double x) {
        double shift = 0;
        double z = x;
        while (z < ASYMPTOTIC) {
            shift += Math.log(z);
            z++;
        }
        double inverse = 1 / (z * z);
        double series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680)))) / z;
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
    }
}
