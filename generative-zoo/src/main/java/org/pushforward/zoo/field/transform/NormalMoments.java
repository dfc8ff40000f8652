package org.pushforward.zoo.field.transform;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/** The standard normal distribution, and moments of normal distributions over intervals. */
final class NormalMoments {
    private NormalMoments() {}

    static double density(double u) {
        return Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI);
    }

    static double below(double u) {
        return 0.5 * Erfc.value(-u / Math.sqrt(2));
    }

    static double quantile(double p) {
        return -Math.sqrt(2) * InverseErfc.value(2 * p);
    }

    /**
     * Returns the contribution M_k to E[z^k] of the interval between two numbers, for z from N(m, s^2). Integration by parts gives the
     * recurrence
     *
     * <pre>
     * M_k = m M_(k-1) + (k - 1) s^2 M_(k-2) + s (from^(k-1) phi(from') - to^(k-1) phi(to'))
     * </pre>
     */
    static double moment(int k, double m, double s, double from, double to) {
        if (s == 0) {
            return from < m && m <= to ? Math.pow(m, k) : 0;
        }
        double a = (from - m) / s;
        double b = (to - m) / s;
        // Subtracting the smaller tails avoids cancellation.
        double mass = a > 0 ? below(-a) - below(-b) : below(b) - below(a);
        double before = 0;
        double moment = mass;
        for (int j = 1; j <= k; j++) {
            double next = m * moment + (j - 1) * s * s * before + s * (edge(from, j - 1, a) - edge(to, j - 1, b));
            before = moment;
            moment = next;
        }
        return moment;
    }

    private static double edge(double at, int power, double standardized) {
        return Double.isInfinite(at) ? 0 : Math.pow(at, power) * density(standardized);
    }
}
