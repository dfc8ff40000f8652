package org.pushforward.benchmark.report.inference;

/**
 * The extent of a map of cells, whose rows run from north to south and whose columns run from west to east. Both axes have the same unit
 * of length.
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param west the coordinate of the west edge
 * @param north the coordinate of the north edge
 * @param cell the length of the side of a cell
 * @param x the label of the horizontal axis
 * @param y the label of the vertical axis
 */
public record MapFrame(int rows, int columns, double west, double north, double cell, String x, String y) {
    /** Refuses a map without cells. */
    public MapFrame {
        if (rows < 1 || columns < 1 || !(cell > 0 && Double.isFinite(west + north + cell))) {
            throw new IllegalArgumentException("a map of " + rows + " x " + columns + " cells with side " + cell
                    + ": expected at least one cell with a positive side");
        }
    }

    /** Returns the coordinate of the east edge. */
    public double east() {
        return west + columns * cell;
    }

    /** Returns the coordinate of the south edge. */
    public double south() {
        return north - rows * cell;
    }

    /** Returns the number of cells. */
    public int cells() {
        return rows * columns;
    }
}
