package org.pushforward.metrics.inference;

/** The standard normal distribution, to about 1e-15. */
public final class StandardNormal {
    private static final double TAIL = 4;
    private static final int TERMS = 200;

    private StandardNormal() {}

    /** Returns exp(-z^2 / 2) / sqrt(2 pi). */
    public static double density(double z) {
        return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    }

    /** Returns P(Z &lt;= z). */
    public static double cumulative(double z) {
        return z > 0 ? 1 - upperTail(z) : upperTail(-z);
    }

    /** Returns P(|Z| &gt;= |z|), the p-value of a two-sided test. */
    public static double twoSided(double z) {
        return 2 * upperTail(Math.abs(z));
    }

    /** Returns P(Z &gt; z) for z from 0 on: by the series of the distribution near 0, by Laplace's continued fraction beyond. */
    private static double upperTail(double z) {
        if (z < TAIL) {
            double term = z;
            double sum = z;
            for (int k = 1; k < TERMS && term > 1e-17 * sum; k++) {
                term *= z * z / (2 * k + 1);
                sum += term;
            }
            return 0.5 - density(z) * sum;
        }
        double fraction = z;
        for (int k = TERMS; k >= 1; k--) {
            fraction = z + k / fraction;
        }
        return density(z) / fraction;
    }
}
