package org.pushforward.metrics.inference;

/** The regularized incomplete beta function I_x(a, b), by its continued fraction; to about 1e-13. */
final class IncompleteBeta {
    private static final double SMALLEST = 1e-300;
    private static final int MOST_TERMS = 10_000;

    private IncompleteBeta() {}

    /** Returns I_x(a, b) for positive a and b, and x from 0 to 1. */
    static double regularized(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        // The fraction converges fast below the mean; above it the other tail is taken.
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - regularized(1 - x, b, a);
        }
        double logFront = a * Math.log(x) + b * Math.log1p(-x) + LogGamma.of(a + b) - LogGamma.of(a) - LogGamma.of(b);
        return Math.exp(logFront) / (a * fraction(x, a, b));
    }

    /** Evaluates 1 + d_1 / (1 + d_2 / (1 + ...)) from the front, after Lentz. */
    private static double fraction(double x, double a, double b) {
        double value = 1;
        double numerator = 1;
        double denominator = 0;
        for (int term = 1; term <= MOST_TERMS; term++) {
            double coefficient = coefficient(term, x, a, b);
            denominator = 1 / awayFromZero(1 + coefficient * denominator);
            numerator = awayFromZero(1 + coefficient / numerator);
            double factor = numerator * denominator;
            value *= factor;
            if (Math.abs(factor - 1) < 1e-15) {
                return value;
            }
        }
        throw new ArithmeticException("I_" + x + "(" + a + ", " + b + ") did not converge");
    }

    private static double coefficient(int term, double x, double a, double b) {
        int m = term / 2;
        return term % 2 == 0
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < SMALLEST ? SMALLEST : value;
    }
}
