package org.pushforward.benchmark.infer.method;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.pushforward.metrics.calibration.RankedProbability;
import org.pushforward.metrics.inference.SampleQuantile;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.kriging.Prediction;

/**
 * The distribution of each cell that draws represent. The k-th smallest of n draws is the quantile k / (n + 1), with straight lines
 * between, so that an interval of level c contains a further draw with probability c ({@link SampleQuantile}). Equal draws are an atom.
 */
public final class EnsemblePrediction implements Prediction {
    private final double[] values;
    /** The draws of each cell, ascending. */
    private final double[][] ascending;
    /** The position of the draw that is left out in each cell, or the number of draws. */
    private final int[] skipped;

    private EnsemblePrediction(double[] values, double[][] ascending, int... skipped) {
        this.values = values;
        this.ascending = ascending;
        this.skipped = skipped;
    }

    /** Returns the distribution of draws, [draws, rows, columns]. */
    static EnsemblePrediction of(HostArray draws) {
        int count = draws.shape().dim(0);
        int cells = draws.size() / count;
        double[] values = draws.toDoubles();
        double[][] ascending = new double[cells][];
        Arrays.setAll(ascending, i -> IntStream.range(0, count)
                .mapToDouble(k -> values[k * cells + i])
                .sorted()
                .toArray());
        int[] none = new int[cells];
        Arrays.fill(none, count);
        return new EnsemblePrediction(values, ascending, none);
    }

    /** Returns the distribution of all draws but one. It shares the sorted draws. */
    public EnsemblePrediction without(int left) {
        int[] positions = new int[count()];
        Arrays.setAll(positions, i -> Arrays.binarySearch(ascending[i], values[left * positions.length + i]));
        return new EnsemblePrediction(values, ascending, positions);
    }

    @Override
    public int count() {
        return ascending.length;
    }

    /** Returns the number of draws of a cell. */
    int draws() {
        return ascending[0].length - (skipped[0] < ascending[0].length ? 1 : 0);
    }

    /** Returns the draws of a cell, ascending. */
    private double[] draws(int place) {
        double[] all = ascending[place];
        if (skipped[place] == all.length) {
            return all;
        }
        double[] rest = new double[all.length - 1];
        Arrays.setAll(rest, k -> draw(place, k));
        return rest;
    }

    private double draw(int place, int k) {
        return ascending[place][k < skipped[place] ? k : k + 1];
    }

    @Override
    public double[] mean() {
        return each(i -> Arrays.stream(draws(i)).average().orElseThrow());
    }

    @Override
    public double[] variance() {
        double[] mean = mean();
        return each(i ->
                Arrays.stream(draws(i)).map(v -> (v - mean[i]) * (v - mean[i])).sum() / Math.max(1, draws() - 1));
    }

    @Override
    public double[] quantile(double p) {
        return each(i -> SampleQuantile.of(draws(i), p));
    }

    @Override
    public double exceedance(int place, double threshold) {
        int n = draws();
        int upTo = upTo(place, threshold);
        if (upTo > 0 && draw(place, upTo - 1) == threshold) {
            return 1 - upTo / (n + 1.0);
        }
        if (upTo == 0 || upTo == n) {
            // Nothing is known beyond the outermost draws, except that 1 / (n + 1) lies there.
            return upTo == n ? 0 : 1;
        }
        double low = draw(place, upTo - 1);
        double share = (threshold - low) / (draw(place, upTo) - low);
        return 1 - (upTo + share) / (n + 1);
    }

    /** Returns the number of draws of a cell up to a threshold. */
    private int upTo(int place, double threshold) {
        int low = 0;
        int high = draws();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (draw(place, middle) <= threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public double[] crps(double... truth) {
        if (truth.length != count()) {
            throw new IllegalArgumentException(
                    truth.length + " truths of " + count() + " cells: expected one for each");
        }
        return each(i -> RankedProbability.fair(draws(i), truth[i]));
    }

    private double[] each(IntToDoubleFunction function) {
        return IntStream.range(0, count()).mapToDouble(function).toArray();
    }
}
