package org.pushforward.zoo.score;

/**
 * The noise levels that a sampler passes through, from the highest to 0:
 *
 * <pre>
 * sigma_i = ( highest^(1/rho) + i / (steps - 1) (lowest^(1/rho) - highest^(1/rho)) )^rho,   i = 0 .. steps - 1
 * sigma_steps = 0
 * </pre>
 *
 * <p>Karras, Aittala, Aila and Laine, 2022, equation 5.
 *
 * @param lowest the last level above 0, positive
 * @param highest the first level
 * @param rho how much the levels crowd at the low end, 1 or more
 */
public record NoiseLevels(double lowest, double highest, double rho) {
    /** Refuses levels out of order. */
    public NoiseLevels {
        if (!(lowest > 0 && highest > lowest && rho >= 1)) {
            throw new IllegalArgumentException("noise levels from " + highest + " down to " + lowest + " with rho "
                    + rho + ": expected highest > lowest > 0 and rho of 1 or more");
        }
    }

    /** Returns the paper's levels: 0.002 to 80 with rho 7. */
    public static NoiseLevels standard() {
        return new NoiseLevels(0.002, 80, 7);
    }

    /**
     * Returns level i of a sampler.
     *
     * @param i from 0 to {@code steps}
     * @param steps the number of steps, 2 or more
     */
    public double sigma(int i, int steps) {
        if (i >= steps) {
            return 0;
        }
        double from = Math.pow(highest, 1 / rho);
        double to = Math.pow(lowest, 1 / rho);
        return Math.pow(from + i / (steps - 1.0) * (to - from), rho);
    }
}
