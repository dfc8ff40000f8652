package org.pushforward.metrics.inference;

import java.util.Arrays;

/**
 * Tests of whether independent numbers are uniform between 0 and 1, as the ranks of the truth among draws of a calibrated posterior are.
 *
 * <p>There are two tests. Kolmogorov's uses the largest difference between the empirical distribution function and the diagonal,
 * and detects shifts best. Pearson's uses counts in equal bins, and detects numbers that cluster in the middle or at the ends.
 *
 * <p>Stephens, <i>EDF statistics for goodness of fit and some comparisons</i>, 1974.
 *
 * @param ascending the numbers, ascending
 */
public record Uniformity(double[] ascending) {
    private static final int TERMS = 100;

    /** Refuses an empty array and numbers outside 0 to 1. */
    public Uniformity {
        if (ascending.length == 0 || !Arrays.stream(ascending).allMatch(u -> u >= 0 && u <= 1)) {
            throw new IllegalArgumentException(
                    ascending.length + " numbers to be uniform: expected 1 or more, all from 0 to 1");
        }
    }

    /** Returns the tests of numbers in any order. */
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

    /** Returns the p-value of Pearson's test over a number of equal bins. */
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
     * Returns the half width of a simultaneous band around the diagonal, which contains the whole empirical distribution function
     * of uniform numbers with the given probability.
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
            return 1; // Correct to 1e-12; the series converges slowly here.
        }
        double sum = 0;
        for (int k = 1; k <= TERMS; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
        }
        return sum;
    }
}
