package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/**
 * The distribution of noise levels in training: log sigma from N(logMean, logDeviation^2).
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
     * Returns the default levels for data with a standard deviation: log sigma from N(-1.2, 1.2^2) at deviation 0.5, scaled in proportion
     * to the deviation. Training hardly covers levels above 20 deviations. Karras, Aittala, Aila and Laine, 2022.
     */
    public static NoiseDistribution forData(double deviation) {
        return new NoiseDistribution(-1.2 + Math.log(deviation / 0.5), 1.2);
    }

    /** Returns this distribution with another deviation of log sigma. */
    public NoiseDistribution withLogDeviation(double deviation) {
        return new NoiseDistribution(logMean, deviation);
    }

    /** Transforms numbers from N(0, 1) to noise levels of the same shape. */
    public Tensor levels(Tensor normal) {
        return normal.mul(logDeviation).add(logMean).exp();
    }
}
