package org.pushforward.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.tensor.HostArray;

/**
 * How often the truth lies within the central intervals of posterior samples: for a calibrated posterior as often as the
 * interval says.
 *
 * <p>The interval of level c goes from the (1 - c)/2 quantile of the samples to the (1 + c)/2 quantile, interpolated linearly
 * between order statistics: the quantile q of s samples is at position q (s - 1). Over few samples intervals are too short:
 * a perfect posterior is covered about c (s - 1)/(s + 1) of the time, 0.87 for c = 0.9 and s = 63.
 */
public final class IntervalCoverage {
    private IntervalCoverage() {}

    /**
     * A point of the calibration curve.
     *
     * @param level the level of the intervals
     * @param covered the share of cells whose truth is within them
     */
    public record Point(double level, double covered) {}

    /**
     * Returns the share of cells whose truth lies within the central interval.
     *
     * @param samples posterior samples of held-out cells, f32 or f64 [draws, cells]
     * @param truth the true values, f32 or f64 [cells]
     * @param level the level, above 0 and below 1
     * @throws IllegalArgumentException if the types are others, a value is NaN or infinite, or the level is out of range
     */
    public static double covered(HostArray samples, HostArray truth, double level) {
        return curve(samples, truth, level).get(0).covered();
    }

    /**
     * Returns the coverage at several levels.
     *
     * @param samples posterior samples of held-out cells, f32 or f64 [draws, cells]
     * @param truth the true values, f32 or f64 [cells]
     * @param levels the levels, each above 0 and below 1
     * @throws IllegalArgumentException as {@link #covered}
     */
    public static List<Point> curve(HostArray samples, HostArray truth, double... levels) {
        PosteriorSamples.check(samples, truth);
        for (double level : levels) {
            if (!(level > 0 && level < 1)) {
                throw new IllegalArgumentException("level = " + level + ": expected a number between 0 and 1");
            }
        }
        int draws = samples.shape().dim(0);
        int cells = samples.shape().dim(1);
        int[] within = new int[levels.length];
        double[] ascending = new double[draws];
        for (int cell = 0; cell < cells; cell++) {
            for (int draw = 0; draw < draws; draw++) {
                ascending[draw] = samples.get(draw * cells + cell);
            }
            Arrays.sort(ascending);
            for (int i = 0; i < levels.length; i++) {
                double value = truth.get(cell);
                if (quantile(ascending, (1 - levels[i]) / 2) <= value
                        && value <= quantile(ascending, (1 + levels[i]) / 2)) {
                    within[i]++;
                }
            }
        }
        return IntStream.range(0, levels.length)
                .mapToObj(i -> new Point(levels[i], (double) within[i] / cells))
                .toList();
    }

    /** Returns the quantile of ascending numbers, interpolated linearly. */
    static double quantile(double[] ascending, double probability) {
        double position = probability * (ascending.length - 1);
        int below = (int) Math.min(Math.floor(position), Math.max(0, ascending.length - 2));
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}
