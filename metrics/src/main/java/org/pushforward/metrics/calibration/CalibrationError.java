package org.pushforward.metrics.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Uniformity;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/**
 * The expected calibration error: how far stated probabilities are from frequencies, on average.
 *
 * <p>It is positive even for a calibrated forecast, because frequencies of few events scatter. It is therefore compared with the errors of
 * simulated calibrated forecasts.
 *
 * <p>Naeini, Cooper and Hauskrecht, <i>Obtaining well calibrated probabilities using Bayesian binning</i>, 2015.
 *
 * @param error the error, from 0 to 1
 * @param calibrated the mean and spread of the errors of the simulated calibrated forecasts
 * @param pValue the probability of an error as large if the forecast is calibrated: (1 + number of simulated forecasts that reach
 *     it) / (1 + number of simulated forecasts)
 */
public record CalibrationError(double error, Estimate calibrated, double pValue) {

    /**
     * Returns the error of probabilities of events, sum_b n_b / n |mean probability - share of events|, over bins of equally many
     * forecasts. Calibrated forecasts are simulated with the same probabilities.
     *
     * @param probabilities the probabilities that were stated, each from 0 to 1
     * @param happened whether each event happened
     * @param bins the number of bins, from 1 to the number of forecasts
     * @param replicates the number of calibrated forecasts to simulate, 2 or more
     * @param key the key that they are drawn from
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static CalibrationError ofEvents(
            double[] probabilities, boolean[] happened, int bins, int replicates, RandomKey key) {
        int count = probabilities.length;
        if (happened.length != count
                || bins < 1
                || bins > count
                || !Arrays.stream(probabilities).allMatch(p -> p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(count + " probabilities of " + happened.length + " events in " + bins
                    + " bins: expected as many of both, all from 0 to 1, and 1 to as many bins");
        }
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return judged(binned(probabilities, happened, order, bins), replicates, i -> {
            double[] uniform = key.fold(i).uniform(Shape.of(count)).toDoubles();
            boolean[] drawn = new boolean[count];
            for (int j = 0; j < count; j++) {
                drawn[j] = uniform[j] < probabilities[j];
            }
            return binned(probabilities, drawn, order, bins);
        });
    }

    private static double binned(double[] probabilities, boolean[] happened, int[] order, int bins) {
        int count = order.length;
        double error = 0;
        for (int bin = 0; bin < bins; bin++) {
            int from = (int) ((long) bin * count / bins);
            int to = (int) ((bin + 1L) * count / bins);
            double difference = 0;
            for (int i = from; i < to; i++) {
                difference += probabilities[order[i]] - (happened[order[i]] ? 1 : 0);
            }
            error += Math.abs(difference) / count;
        }
        return error;
    }

    /**
     * Returns the error of central intervals of a posterior, the mean over all levels c from 0 to 1 of |share covered - c|. A truth at
     * rank u is covered at all levels c of |2 u - 1| or more.
     *
     * @param ranks the ranks of independent truths among draws as numbers from 0 to 1, such as those of {@link PosteriorRanks}
     * @param replicates the number of calibrated posteriors to simulate, 2 or more
     * @param key the key that they are drawn from
     */
    public static CalibrationError ofRanks(Uniformity ranks, int replicates, RandomKey key) {
        double[] numbers = ranks.ascending();
        return judged(
                missed(numbers),
                replicates,
                i -> missed(key.fold(i).uniform(Shape.of(numbers.length)).toDoubles()));
    }

    /** Returns the integral of |F(c) - c| over c, where F is the share of ranks that are covered at level c. */
    private static double missed(double[] ranks) {
        double[] levels =
                Arrays.stream(ranks).map(u -> Math.abs(2 * u - 1)).sorted().toArray();
        double sum = 0;
        double from = 0;
        for (int i = 0; i <= levels.length; i++) {
            double to = i < levels.length ? levels[i] : 1;
            double share = (double) i / levels.length;
            // Up to c = share, the integrand is share - c, and from there on c - share.
            double middle = Math.min(Math.max(share, from), to);
            sum += (middle - from) * (share - 0.5 * (from + middle)) + (to - middle) * (0.5 * (middle + to) - share);
            from = to;
        }
        return sum;
    }

    private static CalibrationError judged(double error, int replicates, IntToDoubleFunction calibrated) {
        if (replicates < 2) {
            throw new IllegalArgumentException(replicates + " simulated forecasts: expected 2 or more");
        }
        double[] errors = IntStream.range(0, replicates).mapToDouble(calibrated).toArray();
        long reached = Arrays.stream(errors).filter(each -> each >= error).count();
        return new CalibrationError(error, Estimate.of(errors), (1.0 + reached) / (1.0 + replicates));
    }
}
