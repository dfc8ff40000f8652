package org.pushforward.benchmark.infer;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.pushforward.metrics.calibration.RankedProbability;
import org.pushforward.metrics.inference.SampleQuantile;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.kriging.Prediction;

/**
 * The distribution of each cell that draws represent. The k-th smallest of n draws is the quantile k / (n + 1), with straight lines
 * between, so that an interval of level c contains a further draw with probability c ({@link SampleQuantile}).
 */
final class EnsemblePrediction implements Prediction {
    /** The draws of each cell, ascending. */
    private final double[][] ascending;

    private EnsemblePrediction(double[][] ascending) {
        this.ascending = ascending;
    }

    /** Returns the distribution of draws, [draws, rows, columns]. */
    static EnsemblePrediction of(HostArray draws) {
        int count = draws.shape().dim(0);
        return without(draws, count);
    }

    /** Returns the distribution of all draws but one; of all if there is no draw of that number. */
    static EnsemblePrediction without(HostArray draws, int left) {
        int count = draws.shape().dim(0);
        int cells = draws.size() / count;
        double[] values = draws.toDoubles();
        int[] kept = IntStream.range(0, count).filter(k -> k != left).toArray();
        double[][] ascending = new double[cells][];
        Arrays.setAll(ascending, i -> Arrays.stream(kept)
                .mapToDouble(k -> values[k * cells + i])
                .sorted()
                .toArray());
        return new EnsemblePrediction(ascending);
    }

    @Override
    public int count() {
        return ascending.length;
    }

    @Override
    public double[] mean() {
        return each(i -> Arrays.stream(ascending[i]).average().orElseThrow());
    }

    @Override
    public double[] variance() {
        double[] mean = mean();
        return each(i -> Arrays.stream(ascending[i])
                        .map(v -> (v - mean[i]) * (v - mean[i]))
                        .sum()
                / Math.max(1, ascending[i].length - 1));
    }

    @Override
    public double[] quantile(double p) {
        return each(i -> SampleQuantile.of(ascending[i], p));
    }

    @Override
    public double exceedance(int place, double threshold) {
        double[] draws = ascending[place];
        int n = draws.length;
        int below = 0;
        while (below < n && draws[below] < threshold) {
            below++;
        }
        if (below == 0 || below == n) {
            // Nothing is known beyond the outermost draws, except that 1 / (n + 1) lies there.
            boolean touched = below == 0 && draws[0] == threshold;
            return below == n ? 0 : touched ? 1 - 1.0 / (n + 1) : 1;
        }
        double share = draws[below] > draws[below - 1]
                ? (threshold - draws[below - 1]) / (draws[below] - draws[below - 1])
                : 0;
        return 1 - (below + share) / (n + 1);
    }

    @Override
    public double[] crps(double... truth) {
        if (truth.length != count()) {
            throw new IllegalArgumentException(
                    truth.length + " truths of " + count() + " cells: expected one for each");
        }
        return each(i -> RankedProbability.fair(ascending[i], truth[i]));
    }

    private double[] each(IntToDoubleFunction function) {
        return IntStream.range(0, count()).mapToDouble(function).toArray();
    }
}
