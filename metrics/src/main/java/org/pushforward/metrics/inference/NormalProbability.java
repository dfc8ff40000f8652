package org.pushforward.metrics.inference;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/** The standard normal distribution. */
public final class NormalProbability {
    private NormalProbability() {}

    /** Returns exp(-z^2 / 2) / sqrt(2 pi). */
    public static double density(double z) {
        return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    }

    /** Returns P(Z &lt;= z), erfc(-z / sqrt 2) / 2. */
    public static double cumulative(double z) {
        return 0.5 * Erfc.value(-z / Math.sqrt(2));
    }

    /** Returns the z with P(Z &lt;= z) = probability. */
    public static double quantile(double probability) {
        return -Math.sqrt(2) * InverseErfc.value(2 * probability);
    }

    /** Returns P(|Z| &gt;= |z|), the p-value of a two-sided test. */
    public static double twoSided(double z) {
        return Erfc.value(Math.abs(z) / Math.sqrt(2));
    }
}
