package org.pushforward.metrics.calibration;

import java.util.function.UnaryOperator;
import org.pushforward.metrics.inference.Uniformity;
import org.pushforward.random.RandomKey;

/**
 * Tests of accuracy with random points: if the posterior is correct, the share of draws that are closer to a reference point than
 * the truth is uniform. If the reference point does not depend on the data, the test cannot detect a posterior that equals the
 * prior.
 *
 * <p>Lemos, Coogan, Hezaveh and Perreault-Levasseur, <i>Sampling-based accuracy testing of posterior estimators for general
 * inference</i>,
 * 2023.
 *
 * @param simulations parameters and data with draws from the posterior of the data
 */
public record RandomPointCoverage(Simulations simulations) {

    /**
     * Returns the shares, as numbers that are uniform if the posterior is correct.
     *
     * @param reference a function from data to the reference point
     * @param key the random key that breaks ties
     */
    public Uniformity of(UnaryOperator<double[]> reference, RandomKey key) {
        return new PosteriorRanks(simulations)
                .of((parameters, data) -> squaredDistance(parameters, reference.apply(data)), key);
    }

    private static double squaredDistance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return squares;
    }
}
