package org.pushforward.metrics.baseline;

import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Shepard's interpolation, a baseline for models that fill in a grid. An unobserved cell gets sum_i w_i v_i / sum_i w_i over the
 * observed cells of its grid, where w_i = 1 / distance^power.
 *
 * <p>Distances are measured in cells, between centers. Values should be in the units in which errors are measured, for example
 * standardized. Immutable and safe for use by several threads.
 *
 * <p>Shepard, <i>A two-dimensional interpolation function for irregularly-spaced data</i>, 1968.
 *
 * @param rows the number of rows of a grid
 * @param columns the number of columns of a grid
 * @param power the power, positive; 2 is usual
 */
public record InverseDistanceInterpolation(int rows, int columns, double power) {
    /** Refuses an empty grid and a power that is not positive. */
    public InverseDistanceInterpolation {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a grid of " + rows + " x " + columns + " cells: expected 1 or more of both");
        }
        if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("power = " + power + ": expected a positive number");
        }
    }

    /** Returns the interpolation of power 2. */
    public static InverseDistanceInterpolation onGrid(int rows, int columns) {
        return new InverseDistanceInterpolation(rows, columns, 2);
    }

    /**
     * Returns the grids with every unobserved cell filled in and every observed cell unchanged.
     *
     * @param values the grids, row by row, f32 or f64 [count, rows * columns]; unobserved cells are not read
     * @param observed which cells are observed, bool [count, rows * columns]
     * @throws IllegalArgumentException if an element type or a shape is wrong, a grid has no observed cell, or an observed value is
     *     NaN or
     *     infinite
     */
    public HostArray fill(HostArray values, HostArray observed) {
        int cells = rows * columns;
        if (!values.dtype().isFloating()
                || values.shape().rank() != 2
                || values.shape().dim(1) != cells
                || observed.dtype() != DType.BOOL
                || !observed.shape().equals(values.shape())) {
            throw new IllegalArgumentException("values of type " + values.type() + " and observed of type "
                    + observed.type() + ": expected a floating type and bool, both [count, " + cells + "]");
        }
        int count = values.shape().dim(0);
        double[] filled = new double[count * cells];
        for (int grid = 0; grid < count; grid++) {
            for (int cell = 0; cell < cells; cell++) {
                int position = grid * cells + cell;
                boolean known = observed.get(position) != 0;
                if (known && !Double.isFinite(values.get(position))) {
                    throw new IllegalArgumentException(
                            "grid " + grid + " is observed to be " + values.get(position) + " in cell " + cell);
                }
                filled[position] = known ? values.get(position) : interpolated(values, observed, grid, cell);
            }
        }
        return HostArray.wrap(Shape.of(count, cells), filled).cast(values.dtype());
    }

    private double interpolated(HostArray values, HostArray observed, int grid, int cell) {
        int cells = rows * columns;
        double weights = 0;
        double sum = 0;
        for (int other = 0; other < cells; other++) {
            if (observed.get(grid * cells + other) != 0) {
                double distance = Math.hypot(other / columns - cell / columns, other % columns - cell % columns);
                double weight = Math.pow(distance, -power);
                weights += weight;
                sum += weight * values.get(grid * cells + other);
            }
        }
        if (weights == 0) {
            throw new IllegalArgumentException("grid " + grid + " has no observed cell to interpolate from");
        }
        return sum / weights;
    }
}
