package org.pushforward.zoo.sampler;

import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.zoo.score.NoiseSchedule;

/**
 * The noise levels sigma_t / alpha_t that a sampler visits, from the highest to the lowest. The final move goes from the lowest level to 0.
 *
 * @param levels two or more positive levels in strictly decreasing order
 */
public record TimeGrid(List<Double> levels) {
    private static final double LOWEST = 0.002;
    private static final double HIGHEST = 80;
    private static final double RHO = 7;

    /** Copies the list and refuses levels out of order. */
    public TimeGrid {
        levels = List.copyOf(levels);
        double previous = Double.POSITIVE_INFINITY;
        for (double level : levels) {
            if (!(level > 0 && level < previous)) {
                throw new IllegalArgumentException("noise level " + level + " behind " + previous
                        + ": expected positive levels in decreasing order");
            }
            previous = level;
        }
        if (levels.size() < 2) {
            throw new IllegalArgumentException(levels.size() + " noise levels of a sampler: expected 2 or more");
        }
    }

    /** Returns the paper's levels, from 80 to 0.002 with rho 7, for data with a standard deviation of about one half. */
    public static TimeGrid karras(int steps) {
        return karras(LOWEST, HIGHEST, RHO, steps);
    }

    /**
     * Returns levels that concentrate at the low end:
     *
     * <pre>
     * sigma_i = ( highest^(1/rho) + i / (steps - 1) (lowest^(1/rho) - highest^(1/rho)) )^rho,   i = 0 .. steps - 1
     * </pre>
     *
     * <p>Karras, Aittala, Aila and Laine, <i>Elucidating the design space of diffusion-based generative models</i>, 2022, equation
     * 5.
     *
     * @param lowest the last level, positive
     * @param highest the first level
     * @param rho how strongly the levels concentrate, 1 or more
     * @param steps the number of levels, 2 or more
     */
    public static TimeGrid karras(double lowest, double highest, double rho, int steps) {
        if (!(lowest > 0 && highest > lowest && rho >= 1) || steps < 2) {
            throw new IllegalArgumentException(steps + " noise levels from " + highest + " down to " + lowest
                    + " with rho " + rho + ": expected 2 or more, highest > lowest > 0, and rho of 1 or more");
        }
        double from = Math.pow(highest, 1 / rho);
        double to = Math.pow(lowest, 1 / rho);
        return new TimeGrid(IntStream.range(0, steps)
                .mapToObj(i -> Math.pow(from + i / (steps - 1.0) * (to - from), rho))
                .toList());
    }

    /**
     * Returns the levels of a schedule at equally spaced times t = 1, (steps - 1) / steps, ..., 1 / steps.
     *
     * @param steps the number of levels, 2 or more
     */
    public static TimeGrid uniform(NoiseSchedule schedule, int steps) {
        return new TimeGrid(IntStream.range(0, steps)
                .mapToObj(i -> schedule.level(1 - i / (double) steps))
                .toList());
    }

    /** Returns the number of levels, which is also the number of denoiser calls of a first-order sampler. */
    public int steps() {
        return levels.size();
    }

    /** Returns level i, or 0 after the last one. */
    public double level(int i) {
        return i < levels.size() ? levels.get(i) : 0;
    }
}
