package org.pushforward.metrics;

import java.util.function.DoubleUnaryOperator;

/**
 * The normal distribution on the line, N(mean, standardDeviation^2).
 *
 * @param mean the mean, finite
 * @param standardDeviation the standard deviation, positive and finite
 */
public record Normal(double mean, double standardDeviation) {
    /** Half the width, in standard deviations, of the range that expectations cover: less than 1e-32 of the distribution is outside. */
    private static final double REACH = 12;

    /** Refuses parameters that are out of range. */
    public Normal {
        if (!Double.isFinite(mean) || !(standardDeviation > 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("N(" + mean + ", " + standardDeviation
                    + "^2): expected a finite mean and a positive standard deviation");
        }
    }

    /** Returns log p(x) in nats. */
    public double logDensity(double x) {
        double z = (x - mean) / standardDeviation;
        return -0.5 * z * z - Math.log(standardDeviation) - 0.5 * Math.log(2 * Math.PI);
    }

    /** Returns a point below which the distribution has almost no mass. */
    double lower() {
        return mean - REACH * standardDeviation;
    }

    /** Returns a point above which the distribution has almost no mass. */
    double upper() {
        return mean + REACH * standardDeviation;
    }

    /**
     * Returns E[f(X)] by the trapezoidal rule with approximately the given step. For a smooth f the error falls faster than any
     * power of the step.
     */
    double expectation(DoubleUnaryOperator f, double step) {
        int steps = (int) Math.ceil(REACH * standardDeviation / step);
        double exactStep = REACH * standardDeviation / steps;
        double sum = 0;
        for (int i = -steps; i <= steps; i++) {
            double x = mean + i * exactStep;
            sum += Math.exp(logDensity(x)) * f.applyAsDouble(x);
        }
        return sum * exactStep;
    }
}
