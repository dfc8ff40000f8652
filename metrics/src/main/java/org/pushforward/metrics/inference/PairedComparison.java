package org.pushforward.metrics.inference;

/**
 * The mean difference between two measurements of the same units, such as fields, and its uncertainty.
 *
 * @param difference the mean of first minus second over the units
 */
public record PairedComparison(Estimate difference) {

    /**
     * Compares two measurements.
     *
     * @param first the first measurement of each unit, two units or more
     * @param second the second measurement of each unit
     * @throws IllegalArgumentException if the lengths differ or there are fewer than two units
     */
    public static PairedComparison of(double[] first, double[] second) {
        if (first.length != second.length || first.length < 2) {
            throw new IllegalArgumentException("a paired comparison of " + first.length + " and " + second.length
                    + " numbers: expected as many of both, and 2 or more");
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = first[i] - second[i];
        }
        return new PairedComparison(Estimate.of(differences));
    }

    /** Returns the two-sided p-value of Student's test that the mean difference is 0. */
    public double pValue() {
        if (difference.standardDeviation() == 0) {
            return difference.mean() == 0 ? 1 : 0;
        }
        return new Student(difference.count() - 1).twoSided(difference.mean() / difference.standardError());
    }
}
