package org.pushforward.metrics.inference;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Student's t distribution, the distribution of the mean of normal numbers with expectation 0, divided by its estimated standard error.
 *
 * @param degreesOfFreedom the degrees of freedom, positive, not necessarily an integer
 */
public record Student(double degreesOfFreedom) {
    /** Refuses degrees of freedom that are not positive. */
    public Student {
        if (!(degreesOfFreedom > 0)) {
            throw new IllegalArgumentException(
                    "Student's t with " + degreesOfFreedom + " degrees of freedom: expected a positive number");
        }
    }

    /** Returns P(T &lt;= t). */
    public double cumulative(double t) {
        double tail = 0.5 * twoSided(t);
        return t > 0 ? 1 - tail : tail;
    }

    /** Returns P(|T| &gt;= |t|), the p-value of a two-sided test: I_x(n/2, 1/2) at x = n / (n + t^2). */
    public double twoSided(double t) {
        double n = degreesOfFreedom;
        return RegularizedBeta.value(n / (n + t * t), n / 2, 0.5);
    }

    /**
     * Returns the t with P(T &lt;= t) = probability.
     *
     * @throws IllegalArgumentException if the probability is not above 0 and below 1
     */
    public double quantile(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "quantile " + probability + " of Student's t: expected a probability above 0 and below 1");
        }
        if (probability < 0.5) {
            return -quantile(1 - probability);
        }
        double low = 0;
        double high = 1;
        while (cumulative(high) < probability && high < 1e300) {
            high *= 2;
        }
        while (high - low > 1e-12 * Math.max(1, high)) {
            double middle = 0.5 * (low + high);
            if (cumulative(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }
}
