package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/**
 * The noise levels that training meets: log sigma from N(logMean, logDeviation^2).
 *
 * @param logMean the mean of log sigma
 * @param logDeviation the standard deviation of log sigma, positive
 */
public record NoiseDistribution(double logMean, double logDeviation) {
    /** Refuses a deviation that is not positive. */
    public NoiseDistribution {
        if (!Double.isFinite(logMean) || !(logDeviation > 0)) {
            throw new IllegalArgumentException("log sigma from N(" + logMean + ", " + logDeviation
                    + "^2): expected a finite mean and a positive deviation");
        }
    }

    /**
     * Returns the usual levels for data of a standard deviation: log sigma from N(-1.2, 1.2^2) for data of deviation 0.5, in
     * proportion to the deviation. Levels much above 20 deviations are not learned. Karras, Aittala, Aila and Laine, 2022.
     */
    public static NoiseDistribution forData(double deviation) {
        return new NoiseDistribution(-1.2 + Math.log(deviation / 0.5), 1.2);
    }

    /** Returns this distribution with another deviation of log sigma. */
    public NoiseDistribution withLogDeviation(double deviation) {
        return new NoiseDistribution(logMean, deviation);
    }

    /** Returns levels from numbers from N(0, 1), of their shape. */
    public Tensor levels(Tensor normal) {
        return normal.mul(logDeviation).add(logMean).exp();
    }
}
