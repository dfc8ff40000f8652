package org.pushforward.zoo.field;

import org.pushforward.tensor.Shape;

/**
 * The centers of the cells of a regular grid. The cell in row i and column j has its center at (x0 + j dx, y0 + i dy).
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param x0 the east coordinate of the first column
 * @param y0 the north coordinate of the first row
 * @param dx the step from one column to the next, not 0
 * @param dy the step from one row to the next, not 0; negative if the first row is the northernmost
 */
public record Grid(int rows, int columns, double x0, double y0, double dx, double dy) {
    /** Refuses an empty or too large grid and steps that are 0 or not finite. */
    public Grid {
        boolean finite = Double.isFinite(x0) && Double.isFinite(y0) && Double.isFinite(dx) && Double.isFinite(dy);
        if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE || !finite || dx == 0 || dy == 0) {
            throw new IllegalArgumentException(
                    "grid of " + rows + " x " + columns + " cells from (" + x0 + ", " + y0 + ") by steps (" + dx + ", "
                            + dy + "): expected 1 to 2^31 - 1 cells and finite steps that are not 0");
        }
    }

    /** Returns a grid with unit steps that starts at (0, 0). */
    public static Grid of(int rows, int columns) {
        return new Grid(rows, columns, 0, 0, 1, 1);
    }

    /** Returns [rows, columns]. */
    public Shape shape() {
        return Shape.of(rows, columns);
    }

    /** Returns the number of cells. */
    public int cells() {
        return rows * columns;
    }

    /** Returns the centers of all cells, row by row. */
    public Places places() {
        return rows(0, rows);
    }

    /** Returns the centers of the cells in rows {@code from} (inclusive) to {@code to} (exclusive), row by row. */
    public Places rows(int from, int to) {
        double[] x = new double[(to - from) * columns];
        double[] y = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            x[k] = x0 + k % columns * dx;
            y[k] = y0 + (from + k / columns) * dy;
        }
        return Places.of(x, y);
    }
}
