package org.pushforward.metrics.inference;

import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * Pearson's test that counts come from given probabilities. X^2 = sum (count - expected)^2 / expected is approximately chi-square
 * distributed if the expected counts are large.
 *
 * @param statistic X^2
 * @param degreesOfFreedom the number of cells minus one
 */
public record ChiSquare(double statistic, int degreesOfFreedom) {

    /**
     * Tests counts.
     *
     * @param counts how often each cell was seen, two cells or more
     * @param probabilities the probability of each cell, positive; they sum to 1
     * @throws IllegalArgumentException if the lengths differ or a probability is not positive
     */
    public static ChiSquare of(long[] counts, double[] probabilities) {
        if (counts.length != probabilities.length || counts.length < 2) {
            throw new IllegalArgumentException(counts.length + " counts for " + probabilities.length
                    + " probabilities: expected as many of both, 2 or more");
        }
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            if (!(probabilities[i] > 0)) {
                throw new IllegalArgumentException(
                        "cell " + i + " has probability " + probabilities[i] + ": expected a positive number");
            }
            double expected = total * probabilities[i];
            double off = counts[i] - expected;
            statistic += off * off / expected;
        }
        return new ChiSquare(statistic, counts.length - 1);
    }

    /** Returns the probability of a statistic at least as large, Q(degrees / 2, X^2 / 2). */
    public double pValue() {
        return RegularizedGamma.Q.value(0.5 * degreesOfFreedom, 0.5 * statistic);
    }
}
