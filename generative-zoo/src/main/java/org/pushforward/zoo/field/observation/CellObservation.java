package org.pushforward.zoo.field.observation;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.posterior.ObservationOperator;

/**
 * Observes weighted sums of the cells of a grid, in samples of shape [n, rows, columns] or [n, 1, rows, columns].
 *
 * @param grid the grid
 * @param matrix the weights of the cells, row by row, with one row of the matrix for each observation; it is never modified
 */
public record CellObservation(Grid grid, DMatrixRMaj matrix) implements ObservationOperator {
    /** The distance in cells from the centers of the outermost cells to the edge of the grid. */
    private static final double EDGE = 0.5;

    /** Refuses a matrix without rows or whose number of columns is not the number of cells. */
    public CellObservation {
        if (matrix.numCols != grid.cells() || matrix.numRows == 0) {
            throw new IllegalArgumentException("weights of " + matrix.numRows + " observations of " + matrix.numCols
                    + " cells: expected at least one, of the " + grid.cells() + " cells of the grid");
        }
    }

    /**
     * Returns gauges at places by bilinear interpolation of the four surrounding cells. In the outer half of an outermost cell it uses the
     * values at the line through the outermost centers.
     *
     * @throws IllegalArgumentException if a place is outside the grid
     */
    public static CellObservation gauges(Grid grid, Places places) {
        DMatrixRMaj matrix = new DMatrixRMaj(places.count(), grid.cells());
        for (int k = 0; k < places.count(); k++) {
            double column = position(places, k, (places.x(k) - grid.x0()) / grid.dx(), grid.columns());
            double row = position(places, k, (places.y(k) - grid.y0()) / grid.dy(), grid.rows());
            int j = (int) column;
            int i = (int) row;
            double right = column - j;
            double below = row - i;
            add(matrix, grid, k, i, j, (1 - below) * (1 - right));
            add(matrix, grid, k, i, j + 1, (1 - below) * right);
            add(matrix, grid, k, i + 1, j, below * (1 - right));
            add(matrix, grid, k, i + 1, j + 1, below * right);
        }
        return new CellObservation(grid, matrix);
    }

    private static double position(Places places, int k, double cells, int count) {
        if (!(cells >= -EDGE && cells <= count - 1 + EDGE)) {
            throw new IllegalArgumentException("gauge " + k + " at (" + places.x(k) + ", " + places.y(k)
                    + ") is outside the map: expected a place inside its cells; leave it out, or take a larger grid");
        }
        return Math.max(0, Math.min(cells, count - 1));
    }

    /** Adds a weight, unless it is 0: beyond the last row and column there are no cells. */
    private static void add(DMatrixRMaj matrix, Grid grid, int k, int row, int column, double weight) {
        if (weight != 0) {
            matrix.add(k, row * grid.columns() + column, weight);
        }
    }

    /**
     * Returns means over areas.
     *
     * @param areas the cell numbers of each area, counted row by row from 0
     * @throws IllegalArgumentException if an area is empty or has a cell number outside the grid
     */
    public static CellObservation means(Grid grid, List<int[]> areas) {
        DMatrixRMaj matrix = new DMatrixRMaj(areas.size(), grid.cells());
        for (int k = 0; k < areas.size(); k++) {
            int[] area = areas.get(k);
            if (area.length == 0 || Arrays.stream(area).anyMatch(cell -> cell < 0 || cell >= grid.cells())) {
                throw new IllegalArgumentException("area " + k + " of the cells " + Arrays.toString(area)
                        + ": expected at least one, from 0 to " + (grid.cells() - 1));
            }
            for (int cell : area) {
                matrix.add(k, cell, 1.0 / area.length);
            }
        }
        return new CellObservation(grid, matrix);
    }

    /**
     * Returns a coarse grid, such as a radar's: means over squares of cells, row by row. Squares in the last row and column may contain
     * fewer cells.
     *
     * @param side the side of a square, in cells
     */
    public static CellObservation coarse(Grid grid, int side) {
        if (side < 1) {
            throw new IllegalArgumentException(
                    "side of the squares of a coarse grid = " + side + ": expected 1 or more");
        }
        int across = (grid.columns() + side - 1) / side;
        int down = (grid.rows() + side - 1) / side;
        DMatrixRMaj matrix = new DMatrixRMaj(across * down, grid.cells());
        for (int cell = 0; cell < grid.cells(); cell++) {
            int i = cell / grid.columns() / side;
            int j = cell % grid.columns() / side;
            int height = Math.min(side, grid.rows() - i * side);
            int width = Math.min(side, grid.columns() - j * side);
            matrix.set(i * across + j, cell, 1.0 / (height * width));
        }
        return new CellObservation(grid, matrix);
    }

    /** Returns some of these observations, such as those that are not missing, in the given order. */
    public CellObservation select(int... observations) {
        DMatrixRMaj chosen = new DMatrixRMaj(observations.length, matrix.numCols);
        for (int k = 0; k < observations.length; k++) {
            System.arraycopy(
                    matrix.data, observations[k] * matrix.numCols, chosen.data, k * matrix.numCols, matrix.numCols);
        }
        return new CellObservation(grid, chosen);
    }

    /** Returns these observations followed by others of the same grid. */
    public CellObservation followedBy(CellObservation other) {
        if (!grid.equals(other.grid)) {
            throw new IllegalArgumentException(
                    "observations of the grids " + grid + " and " + other.grid + ": expected the same grid");
        }
        double[] both = Arrays.copyOf(matrix.data, matrix.getNumElements() + other.matrix.getNumElements());
        System.arraycopy(other.matrix.data, 0, both, matrix.getNumElements(), other.matrix.getNumElements());
        return new CellObservation(
                grid, new DMatrixRMaj(matrix.numRows + other.matrix.numRows, matrix.numCols, true, both));
    }

    @Override
    public Shape shape() {
        return Shape.of(matrix.numRows);
    }

    @Override
    public Tensor apply(Tensor x) {
        HostArray weights = HostArray.wrap(Shape.of(matrix.numRows, matrix.numCols), matrix.data);
        Tensor constant = Tensor.constant(weights.cast(x.dtype()));
        return x.reshape(x.dim(0), grid.cells()).matmul(constant.transpose());
    }
}
