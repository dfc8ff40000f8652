package org.pushforward.metrics.inference;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The true difference that Student's two-sided test finds with a given probability, its power. If a comparison finds nothing, the
 * difference is probably smaller than this, but not necessarily 0.
 *
 * <p>With a standard error of n degrees of freedom, a true difference of d standard errors and T the (1 - level/2) quantile of
 * Student's t, the power is E[Phi(d - T s) + Phi(-d - T s)], where n s^2 has the chi-square distribution with n degrees of freedom.
 *
 * @param standardError the standard error of the estimated difference, 0 or more
 * @param degreesOfFreedom the degrees of freedom of the standard error, positive
 * @param level the significance level, above 0 and below 1
 */
public record DetectableDifference(double standardError, double degreesOfFreedom, double level) {
    private static final int STEPS = 400;

    /** Refuses numbers out of range. */
    public DetectableDifference {
        if (!(standardError >= 0) || !(degreesOfFreedom > 0) || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a test with standard error " + standardError + ", " + degreesOfFreedom
                    + " degrees of freedom and level " + level
                    + ": expected 0 or more, a positive number, and a number above 0 and below 1");
        }
    }

    /** Returns the power for a true difference, in the units of the standard error. */
    public double power(double difference) {
        if (standardError == 0) {
            return difference == 0 ? level : 1;
        }
        double d = difference / standardError;
        double critical = new Student(degreesOfFreedom).quantile(1 - level / 2);
        return expectation(
                s -> NormalProbability.cumulative(d - critical * s) + NormalProbability.cumulative(-d - critical * s));
    }

    /**
     * Returns the difference that is found with this probability.
     *
     * @param power the probability, at least the level and below 1, such as 0.8
     * @throws IllegalArgumentException if the power is out of range
     */
    public double at(double power) {
        if (!(power >= level && power < 1)) {
            throw new IllegalArgumentException("power " + power + " of a test of level " + level
                    + ": expected a number from the level to below 1");
        }
        if (standardError == 0) {
            return 0;
        }
        double low = 0;
        double high = standardError;
        while (power(high) < power) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-9 * Math.max(high, standardError)) {
            double middle = 0.5 * (low + high);
            if (power(middle) < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Returns E f(s), by the midpoint rule in log s over ten standard deviations to each side of the mode. */
    private double expectation(DoubleUnaryOperator f) {
        double n = degreesOfFreedom;
        double reach = 10 / Math.sqrt(2 * n);
        double low = -Math.max(reach, 40 / n);
        double step = (Math.min(reach, 4) - low) / STEPS;
        double scale = Math.log(2) + 0.5 * n * Math.log(0.5 * n) - LogGamma.value(0.5 * n);
        double sum = 0;
        for (int i = 0; i < STEPS; i++) {
            double logarithm = low + (i + 0.5) * step;
            double s = Math.exp(logarithm);
            sum += Math.exp(scale + n * logarithm - 0.5 * n * s * s) * f.applyAsDouble(s);
        }
        return sum * step;
    }
}
