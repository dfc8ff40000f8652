package org.pushforward.metrics.calibration;

import java.util.Arrays;
import org.pushforward.metrics.inference.BlockBootstrap;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Interval;
import org.pushforward.metrics.inference.SampleQuantile;
import org.pushforward.random.RandomKey;

/**
 * The coverage of central intervals at several levels, and a band for the coverage curve of a calibrated posterior.
 *
 * <p>Cells of one field depend on each other, so a unit is a field. c_l is the mean over units of the share of cells inside the
 * interval of level l, and e_l is its standard error. The band is l -+ q e_l, where q is the quantile, over resampled units, of
 * max_l |c*_l - c_l| / e*_l. The band is simultaneous: it contains the whole curve of a calibrated posterior with the given
 * probability, approximately.
 *
 * @param levels the levels
 * @param covered the share of cells inside, by level
 * @param band the band of a calibrated posterior, by level
 * @param pValue the probability that the curve of a calibrated posterior is at least as far from the diagonal
 */
public record CoverageBand(double[] levels, double[] covered, Interval[] band, double pValue) {
    private static final int REPLICATES = 2000;

    /**
     * Compares a coverage curve with the band.
     *
     * @param byUnit the share of cells inside, [unit][level], two units or more
     * @param levels the levels
     * @param probability the probability that the band contains the curve of a calibrated posterior
     * @param key the key that units are drawn from
     * @throws IllegalArgumentException if there are fewer than two units, or the lengths differ
     */
    public static CoverageBand of(double[][] byUnit, double[] levels, double probability, RandomKey key) {
        for (double[] unit : byUnit) {
            if (unit.length != levels.length) {
                throw new IllegalArgumentException(
                        "a unit with the coverage at " + unit.length + " levels: expected " + levels.length);
            }
        }
        Estimate[] estimates = estimates(byUnit, all(byUnit.length), levels.length);
        double[] means = Arrays.stream(estimates).mapToDouble(Estimate::mean).toArray();
        double[] largest = new BlockBootstrap(REPLICATES, key)
                .replicate(byUnit.length, drawn -> farthest(estimates(byUnit, drawn, levels.length), means));
        double reach = SampleQuantile.of(largest, probability);
        Interval[] band = new Interval[levels.length];
        for (int i = 0; i < levels.length; i++) {
            double error = estimates[i].standardError();
            // The reach may be infinite, and a level without an error still has none.
            error = error == 0 ? 0 : reach * error;
            band[i] = new Interval(Math.max(0, levels[i] - error), Math.min(1, levels[i] + error));
        }
        double observed = farthest(estimates, levels);
        long above = Arrays.stream(largest).filter(value -> value >= observed).count();
        return new CoverageBand(levels.clone(), means, band, (above + 1.0) / (REPLICATES + 1));
    }

    /** Returns whether the whole curve is inside the band. */
    public boolean holds() {
        for (int i = 0; i < levels.length; i++) {
            if (!band[i].contains(covered[i])) {
                return false;
            }
        }
        return true;
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static Estimate[] estimates(double[][] byUnit, int[] units, int levels) {
        Estimate[] estimates = new Estimate[levels];
        for (int level = 0; level < levels; level++) {
            double[] shares = new double[units.length];
            for (int i = 0; i < units.length; i++) {
                shares[i] = byUnit[units[i]][level];
            }
            estimates[level] = Estimate.of(shares);
        }
        return estimates;
    }

    private static double farthest(Estimate[] estimates, double[] expected) {
        double farthest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(estimates[i].mean() - expected[i]);
            // A level without a difference adds nothing, even if its standard error is 0.
            if (difference > 0) {
                farthest = Math.max(farthest, difference / estimates[i].standardError());
            }
        }
        return farthest;
    }
}
