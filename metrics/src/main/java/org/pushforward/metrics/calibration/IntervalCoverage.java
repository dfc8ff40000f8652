package org.pushforward.metrics.calibration;

import java.util.Arrays;
import org.pushforward.metrics.inference.SampleQuantile;
import org.pushforward.tensor.HostArray;

/**
 * How often the truth lies within the central intervals of posterior samples. For a calibrated posterior, an interval of level c
 * contains the truth with probability c.
 *
 * <p>The interval of level c goes from the (1 - c)/2 quantile of the samples to the (1 + c)/2 quantile, at positions q (s + 1) of s
 * samples ({@link SampleQuantile}). With these positions, the intervals of a perfect posterior have coverage c for any number of
 * samples, as long as no position is outside 1 to s: for c = 0.9, with 19 samples or more.
 */
public final class IntervalCoverage {
    private IntervalCoverage() {}

    /**
     * Returns the share of cells whose truth lies within the central interval.
     *
     * @param samples posterior samples of held-out cells, f32 or f64 [draws, cells]
     * @param truth the true values, f32 or f64 [cells]
     * @param level the level, above 0 and below 1
     * @throws IllegalArgumentException if an element type or a shape is wrong, a value is NaN or infinite, or the level is out of range
     */
    public static double covered(HostArray samples, HostArray truth, double level) {
        return ofUnits(samples, truth, 1, level)[0][0];
    }

    /**
     * Returns the coverage of each unit, such as a field, at several levels: [unit][level].
     *
     * @param samples posterior samples of held-out cells, f32 or f64 [draws, cells]
     * @param truth the true values, f32 or f64 [cells]; unit by unit, with the same number of cells in each
     * @param units the number of units, a divisor of the number of cells
     * @param levels the levels, each above 0 and below 1
     * @throws IllegalArgumentException as {@link #covered}, or if the number of cells is not a multiple of the number of units
     */
    public static double[][] ofUnits(HostArray samples, HostArray truth, int units, double... levels) {
        PosteriorSamples.check(samples, truth);
        for (double level : levels) {
            if (!(level > 0 && level < 1)) {
                throw new IllegalArgumentException("level = " + level + ": expected a number between 0 and 1");
            }
        }
        int draws = samples.shape().dim(0);
        int cells = samples.shape().dim(1);
        if (units < 1 || cells % units != 0) {
            throw new IllegalArgumentException(cells + " cells of " + units + " units: expected as many cells in each");
        }
        double[][] covered = new double[units][levels.length];
        double[] ascending = new double[draws];
        for (int cell = 0; cell < cells; cell++) {
            for (int draw = 0; draw < draws; draw++) {
                ascending[draw] = samples.get(draw * cells + cell);
            }
            Arrays.sort(ascending);
            double value = truth.get(cell);
            for (int i = 0; i < levels.length; i++) {
                if (SampleQuantile.of(ascending, (1 - levels[i]) / 2) <= value
                        && value <= SampleQuantile.of(ascending, (1 + levels[i]) / 2)) {
                    covered[cell / (cells / units)][i] += (double) units / cells;
                }
            }
        }
        return covered;
    }
}
