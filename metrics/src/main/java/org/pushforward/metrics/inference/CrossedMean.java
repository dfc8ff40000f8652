package org.pushforward.metrics.inference;

/**
 * The mean of a quantity that was measured on the same units, such as fields, in each of several trainings. Both units and
 * trainings vary, so the variance of the mean is estimated by v_u / U + v_s / S, where v_u is the variance of the U unit means and
 * v_s that of the S training means. The variation of single measurements enters both terms, so the estimate tends to be too large.
 * Degrees of freedom are combined by Satterthwaite's formula.
 *
 * @param mean the mean over all
 * @param standardError its standard error; if there is only one training, it covers only the units; NaN for one training and one unit
 * @param degreesOfFreedom the degrees of freedom of the standard error
 */
public record CrossedMean(double mean, double standardError, double degreesOfFreedom) {

    /**
     * Returns the mean.
     *
     * @param numbers [training][unit], one training and one unit at least
     * @throws IllegalArgumentException if there is no number, or trainings have different numbers of units
     */
    public static CrossedMean of(double[][] numbers) {
        if (numbers.length == 0 || numbers[0].length == 0) {
            throw new IllegalArgumentException("the mean of no numbers: expected 1 training and 1 unit at least");
        }
        double[] byUnit = new double[numbers[0].length];
        double[] byTraining = new double[numbers.length];
        for (int s = 0; s < numbers.length; s++) {
            if (numbers[s].length != byUnit.length) {
                throw new IllegalArgumentException("training " + s + " has " + numbers[s].length + " units: expected "
                        + byUnit.length + " as in the first");
            }
            byTraining[s] = Estimate.of(numbers[s]).mean();
            for (int u = 0; u < byUnit.length; u++) {
                byUnit[u] += numbers[s][u] / numbers.length;
            }
        }
        double ofUnits = squaredError(byUnit);
        double ofTrainings = squaredError(byTraining);
        double variance = ofUnits + ofTrainings;
        double freedom = variance * variance / (share(ofUnits, byUnit.length) + share(ofTrainings, byTraining.length));
        boolean unknown = byUnit.length == 1 && byTraining.length == 1;
        return new CrossedMean(Estimate.of(byTraining).mean(), unknown ? Double.NaN : Math.sqrt(variance), freedom);
    }

    private static double squaredError(double[] numbers) {
        if (numbers.length == 1) {
            return 0;
        }
        double error = Estimate.of(numbers).standardError();
        return error * error;
    }

    private static double share(double variance, int count) {
        return count == 1 ? 0 : variance * variance / (count - 1);
    }

    /** Returns the two-sided p-value of Student's test that the mean is 0; NaN if there is no standard error. */
    public double pValue() {
        if (standardError == 0) {
            return mean == 0 ? 1 : 0;
        }
        return Double.isNaN(standardError) ? Double.NaN : new Student(degreesOfFreedom).twoSided(mean / standardError);
    }
}
