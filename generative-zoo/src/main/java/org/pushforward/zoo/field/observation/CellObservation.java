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
 * Sees weighted sums of the cells of a grid, in samples of shape [n, ..., rows, columns] with one channel or none.
 *
 * @param grid the grid
 * @param matrix the weights of the cells, row by row, in each observation; it is not written to
 */
public record CellObservation(Grid grid, DMatrixRMaj matrix) implements ObservationOperator {
    /** How far beyond the centers of the outermost cells their area reaches, in cells. */
    private static final double EDGE = 0.5;

    /** Refuses weights of other cells. */
    public CellObservation {
        if (matrix.numCols != grid.cells() || matrix.numRows == 0) {
            throw new IllegalArgumentException("weights of " + matrix.numRows + " observations of " + matrix.numCols
                    + " cells: expected at least one, of the " + grid.cells() + " cells of the grid");
        }
    }

    /**
     * Returns gauges at places: the bilinear interpolation of the four cells around each. In the outer half of an outermost cell it is
     * that of the edge.
     *
     * @throws IllegalArgumentException if a place is outside the cells
     */
    public static CellObservation gauges(Grid grid, Places places) {
        DMatrixRMaj matrix = new DMatrixRMaj(places.count(), grid.cells());
        for (int k = 0; k < places.count(); k++) {
            double column = position(places, k, (places.x(k) - grid.x0()) / grid.dx(), grid.columns());
            double row = position(places, k, (places.y(k) - grid.y0()) / grid.dy(), grid.rows());
            int j = (int) Math.min(column, Math.max(grid.columns() - 2, 0));
            int i = (int) Math.min(row, Math.max(grid.rows() - 2, 0));
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

    private static void add(DMatrixRMaj matrix, Grid grid, int k, int row, int column, double weight) {
        if (weight != 0) {
            matrix.add(k, row * grid.columns() + column, weight);
        }
    }

    /**
     * Returns the means over areas.
     *
     * @param areas the numbers of the cells of each, row by row from 0
     * @throws IllegalArgumentException if an area has no cell or one that there is not
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
     * Returns a coarse grid, as a radar's: the means over squares of cells, row by row. Squares at the last row and column may hold less.
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

    /** Returns some of these observations, such as those that are not missing, in the order of the numbers. */
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
