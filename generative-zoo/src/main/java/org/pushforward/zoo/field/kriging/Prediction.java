package org.pushforward.zoo.field.kriging;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Marginal distributions of a field at some places given gauges, in the unit of the values. */
public interface Prediction {

    /** Returns the number of places. */
    int count();

    /** Returns the means. */
    double[] mean();

    /** Returns the variances, 0 or more. */
    double[] variance();

    /**
     * Returns the p-quantile at each place, which the field exceeds with probability 1 - p.
     *
     * @param p in (0, 1)
     */
    double[] quantile(double p);

    /** Returns the probability that the field exceeds a threshold at one place. */
    double exceedance(int place, double threshold);

    /** Returns the probability that the field exceeds a threshold, at each place. */
    default double[] exceedance(double threshold) {
        return IntStream.range(0, count())
                .mapToDouble(i -> exceedance(i, threshold))
                .toArray();
    }

    /**
     * Returns the continuous ranked probability score at each place; lower is better. With the distribution function F it is
     *
     * <pre>{@code
     * int (F(u) - [y <= u])^2 du
     * }</pre>
     *
     * <p>Gneiting and Raftery, <i>Strictly proper scoring rules, prediction, and estimation</i>, 2007.
     *
     * @param truth y, one for each place
     */
    double[] crps(double... truth);

    /** Returns the standard deviations. */
    default double[] deviation() {
        return Arrays.stream(variance()).map(Math::sqrt).toArray();
    }

    /**
     * Returns the fraction of truths inside the central interval of a given probability.
     *
     * @param level the probability, in (0, 1)
     */
    default double coverage(double level, double... truth) {
        requireOneEach(this, truth);
        double[] low = quantile((1 - level) / 2);
        double[] high = quantile((1 + level) / 2);
        return IntStream.range(0, count())
                        .filter(i -> low[i] <= truth[i] && truth[i] <= high[i])
                        .count()
                / (double) count();
    }

    /** Refuses an array of truths whose length is not the number of predictions. */
    static void requireOneEach(Prediction prediction, double... truth) {
        if (truth.length != prediction.count()) {
            throw new IllegalArgumentException(
                    truth.length + " truths of " + prediction.count() + " predictions: expected one for each");
        }
    }

    /** Refuses a quantile's probability outside (0, 1). */
    static void requireProbability(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("probability of a quantile = " + p + ": expected above 0 and below 1");
        }
    }
}
