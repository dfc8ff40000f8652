package org.pushforward.zoo.score;

/**
 * The schedule that keeps the data unscaled and adds increasing noise: alpha = 1, sigma_t = lowest^(1 - t) highest^t.
 *
 * <p>Song and Ermon, <i>Generative modeling by estimating gradients of the data distribution</i>, 2019.
 *
 * @param lowest sigma at t = 0, positive
 * @param highest sigma at t = 1, above the lowest
 */
public record VarianceExploding(double lowest, double highest) implements NoiseSchedule {
    /** Refuses levels out of order. */
    public VarianceExploding {
        if (!(lowest > 0 && highest > lowest && highest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("noise levels from " + lowest + " at t = 0 to " + highest
                    + " at t = 1: expected 0 < lowest < highest");
        }
    }

    @Override
    public double alpha(double t) {
        return 1;
    }

    @Override
    public double sigma(double t) {
        return Math.pow(lowest, 1 - t) * Math.pow(highest, t);
    }
}
