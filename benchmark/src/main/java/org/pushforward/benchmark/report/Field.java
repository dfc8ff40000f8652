package org.pushforward.benchmark.report;

/**
 * Fields on a small grid, in standardized logarithms: z = (log(1 + v) - mean) / standardDeviation for a quantity v, row by row from
 * the north. Samples are [count, rows * columns].
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param quantity the name of v, such as precipitation
 * @param unit the unit of v, such as mm
 * @param mean the mean of log(1 + v)
 * @param standardDeviation the standard deviation of log(1 + v)
 */
public record Field(int rows, int columns, String quantity, String unit, double mean, double standardDeviation)
        implements Domain {

    /** Refuses a grid without cells and a scale that is not invertible. */
    public Field {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a field of " + rows + " x " + columns + " cells: expected at least 1 x 1");
        }
        if (!Double.isFinite(mean) || !(standardDeviation > 0) || !Double.isFinite(standardDeviation)) {
            throw new IllegalArgumentException("a field with mean " + mean + " and standard deviation "
                    + standardDeviation + ": expected a finite and a positive number");
        }
    }

    @Override
    public int dimension() {
        return rows * columns;
    }

    /** Returns the quantity of a standardized value, e^(mean + standardDeviation z) - 1. */
    public double quantity(double standardized) {
        return Math.expm1(mean + standardDeviation * standardized);
    }

    /**
     * Returns log dz/dv at a standardized value, -log(standardDeviation) - log(1 + v): the amount to add to the log-density of a
     * standardized cell to get the log-density of the quantity.
     */
    public double logDerivative(double standardized) {
        return -Math.log(standardDeviation) - (mean + standardDeviation * standardized);
    }

    /** Returns the standardized value of a quantity above -1, (log(1 + v) - mean) / standardDeviation. */
    public double standardized(double quantity) {
        return (Math.log1p(quantity) - mean) / standardDeviation;
    }
}
