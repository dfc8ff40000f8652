package org.pushforward.metrics.inference;

import java.util.Arrays;

/**
 * Whether independent numbers are uniform between 0 and 1, as ranks of the truth among draws of a calibrated posterior are.
 *
 * <p>Two tests: Kolmogorov's, by the largest difference between the empirical distribution function and the diagonal, sees shifts best,
 * and Pearson's, by counts in equal bins, sees numbers that crowd in the middle or at the ends.
 *
 * <p>Stephens, <i>EDF statistics for goodness of fit and some comparisons</i>, 1974.
 *
 * @param ascending the numbers, ascending
 */
public record Uniformity(double[] ascending) {
    private static final int TERMS = 100;

    /** Refuses no numbers and numbers outside 0 to 1. */
    public Uniformity {
        if (ascending.length == 0 || !Arrays.stream(ascending).allMatch(u -> u >= 0 && u <= 1)) {
            throw new IllegalArgumentException(
                    ascending.length + " numbers to be uniform: expected 1 or more, all from 0 to 1");
        }
    }

    /** Returns the test of numbers in any order. */
    public static Uniformity of(double... numbers) {
        double[] ascending = numbers.clone();
        Arrays.sort(ascending);
        return new Uniformity(ascending);
    }

    /** Returns the largest difference D between the empirical distribution function and the diagonal. */
    public double largestDifference() {
        int n = ascending.length;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.max((i + 1.0) / n - ascending[i], ascending[i] - (double) i / n));
        }
        return largest;
    }

    /** Returns the p-value of Kolmogorov's test, 2 sum (-1)^(k-1) exp(-2 k^2 x^2) with x = D (sqrt n + 0.12 + 0.11 / sqrt n). */
    public double kolmogorovP() {
        return tail(largestDifference() * factor());
    }

    /** Returns the p-value of Pearson's test over so many equal bins. */
    public double pearsonP(int bins) {
        long[] counts = new long[bins];
        for (double u : ascending) {
            counts[Math.min(bins - 1, (int) (u * bins))]++;
        }
        double[] equal = new double[bins];
        Arrays.fill(equal, 1.0 / bins);
        return ChiSquare.of(counts, equal).pValue();
    }

    /**
     * Returns how far from the diagonal the whole empirical distribution function of uniform numbers stays with a probability: the half
     * width of a simultaneous band.
     */
    public double bandHalfWidth(double probability) {
        double low = 0;
        double high = 10;
        while (high - low > 1e-12) {
            double middle = 0.5 * (low + high);
            if (tail(middle) > 1 - probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high / factor();
    }

    private double factor() {
        double root = Math.sqrt(ascending.length);
        return root + 0.12 + 0.11 / root;
    }

    private static double tail(double x) {
        if (x < 0.2) {
            return 1; // To 1e-12, and the series converges slowly there.
        }
        double sum = 0;
        for (int k = 1; k <= TERMS; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
        }
        return Math.max(0, Math.min(1, sum));
    }
}
