package org.pushforward.metrics.calibration;

import java.util.Arrays;
import org.pushforward.metrics.inference.NormalProbability;

/**
 * The continuous ranked probability score of a forecast F of a number y, the integral of (F(x) - 1{y &lt;= x})^2, in the units of
 * y. Lower is better, and on average no forecast scores better than the distribution of the truth. If the forecast is a single
 * number, the score is the absolute error.
 *
 * <p>Gneiting and Raftery, <i>Strictly proper scoring rules, prediction, and estimation</i>, 2007.
 */
public final class RankedProbability {
    private RankedProbability() {}

    /**
     * Returns the fair score of an ensemble, 1/M sum |x_i - y| - 1/(2 M (M - 1)) sum |x_i - x_j|: its expectation is the score of
     * the distribution of the draws, for any number of draws. With the factor 1/(2 M^2) instead, small ensembles would score worse.
     *
     * <p>Ferro, <i>Fair scores for ensemble forecasts</i>, 2014.
     *
     * @param draws the draws, two or more, finite
     * @param truth the observed outcome
     * @throws IllegalArgumentException if there are fewer than two draws or a number is not finite
     */
    public static double fair(double[] draws, double truth) {
        if (draws.length < 2 || !Arrays.stream(draws).allMatch(Double::isFinite) || !Double.isFinite(truth)) {
            throw new IllegalArgumentException("the score of " + draws.length + " draws for a truth of " + truth
                    + ": expected 2 draws or more, and finite numbers");
        }
        double[] ascending = draws.clone();
        Arrays.sort(ascending);
        int count = ascending.length;
        double error = 0;
        double spread = 0;
        for (int i = 0; i < count; i++) {
            error += Math.abs(ascending[i] - truth);
            spread += (2.0 * i - count + 1) * ascending[i];
        }
        return error / count - spread / ((double) count * (count - 1));
    }

    /**
     * Returns the score of N(mean, standardDeviation^2), s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)) with z = (y - m) / s.
     *
     * @param mean the mean
     * @param standardDeviation the standard deviation, 0 for a forecast that is a single number
     * @param truth the observed outcome
     */
    public static double ofNormal(double mean, double standardDeviation, double truth) {
        if (standardDeviation == 0) {
            return Math.abs(truth - mean);
        }
        double z = (truth - mean) / standardDeviation;
        return standardDeviation
                * (z * (2 * NormalProbability.cumulative(z) - 1)
                        + 2 * NormalProbability.density(z)
                        - 1 / Math.sqrt(Math.PI));
    }
}
