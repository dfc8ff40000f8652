package org.pushforward.zoo.field.inference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Chains of equal length whose draws are replaced by normal quantiles of their ranks among all draws. Equal draws share their mean rank.
 *
 * @param chains the quantiles, [chains, draws]
 */
record NormalRanks(double[]... chains) {
    /** Blom's offset: the r-th of s draws becomes the quantile (r - 3/8) / (s + 1/4). */
    private static final double OFFSET = 3.0 / 8;

    static NormalRanks of(double[]... chains) {
        int length = chains[0].length;
        double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
        int[] order = IntStream.range(0, all.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> all[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] quantiles = new double[chains.length][length];
        for (int i = 0; i < order.length; ) {
            int j = i;
            while (j < order.length && all[order[j]] == all[order[i]]) {
                j++;
            }
            double rank = (i + 1 + j) / 2.0;
            double quantile = -Math.sqrt(2) * InverseErfc.value(2 * (rank - OFFSET) / (all.length + 1 - 2 * OFFSET));
            for (; i < j; i++) {
                quantiles[order[i] / length][order[i] % length] = quantile;
            }
        }
        return new NormalRanks(quantiles);
    }

    private int length() {
        return chains[0].length;
    }

    private double[] means() {
        return Arrays.stream(chains)
                .mapToDouble(chain -> Arrays.stream(chain).average().orElseThrow())
                .toArray();
    }

    /** Returns the mean over chains of their variances, W. */
    private double within() {
        return covariance(0) * length() / (length() - 1);
    }

    /** Returns the variance of the means of the chains, B. */
    private double between() {
        double[] means = means();
        double mean = Arrays.stream(means).average().orElseThrow();
        return Arrays.stream(means).map(m -> m - mean).map(off -> off * off).sum() / (means.length - 1);
    }

    /** Returns the mean over chains of their autocovariances at a lag, each divided by the number of draws. */
    private double covariance(int lag) {
        double[] means = means();
        double sum = 0;
        for (int c = 0; c < chains.length; c++) {
            for (int i = lag; i < length(); i++) {
                sum += (chains[c][i] - means[c]) * (chains[c][i - lag] - means[c]);
            }
        }
        return sum / length() / chains.length;
    }

    /** Returns the variance estimated from all chains, (n - 1) / n W + B. */
    private double total() {
        return covariance(0) + between();
    }

    double rHat() {
        // Draws at equal distances from the median all agree. Chains that stay at values of their own have an infinite
        // R-hat.
        return total() == 0 ? 1 : Math.sqrt(total() / within());
    }

    double effectiveSize() {
        double total = total();
        double within = within();
        double time = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int lag = 0; lag + 1 < length(); lag += 2) {
            // The sum of two neighboring autocorrelations of a reversible chain is positive and falls with the lag.
            double pair = correlation(lag, within, total) + correlation(lag + 1, within, total);
            if (!(pair > 0)) {
                break;
            }
            least = Math.min(least, pair);
            time += 2 * least;
        }
        double size = chains.length * (double) length();
        // An antithetic chain may be worth more than independent draws, but not by more than this factor.
        return size / Math.max(time, 1 / Math.log10(size));
    }

    private double correlation(int lag, double within, double total) {
        return lag == 0 ? 1 : 1 - (within - covariance(lag)) / total;
    }
}
