package org.pushforward.zoo.field.simulation;

import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.Correlation;

/**
 * Computes many fields at once in a graph. Each is a convolution of white noise e with a kernel that moves between two of its own, as
 * {@link LocalConvolution} computes on the host:
 *
 * <pre>
 * z(a) = s(a) (w(a) (g_1 * e)(a) + (1 - w(a)) (g_2 * e)(a)) / sqrt(v(a))
 * </pre>
 *
 * <p>Their covariances g_k * g_k have the variance 1, a correlation from a list, and a range that depends on the direction. All fields share
 * one periodic grid. There the Fourier transforms are products with matrices, so a field of n cells takes O(n^1.5) operations, but these
 * keep an engine busy. White noise is given wave by wave. Fields are real, so half of the waves suffice. Immutable and thread-safe.
 */
public final class TracedConvolution {
    private final Grid grid;
    private final CorrelationTable correlations;
    /** Half of the number of rows of the periodic grid. */
    private final int down;
    /** Half of the number of its columns. */
    private final int across;
    /** The offsets between cells of the periodic grid, up to their sign, [2, offsets]. */
    private final Tensor offsets;
    /** Sums over offsets along columns. */
    private final Tensor alongColumns;
    /** Sums over offsets along rows. */
    private final Tensor alongRows;
    /** The number of waves that each row of waves stands for. */
    private final Tensor multiplicity;
    /** Sums over waves along rows. */
    private final Tensor inRows;
    /** Sums over waves along columns. */
    private final Tensor inColumns;

    /**
     * Makes a sampler.
     *
     * @param correlations the correlations that fields may have
     * @param margin the least number of cells that the periodic grid has more than the grid in each direction, 0 or more
     */
    public TracedConvolution(Grid grid, List<Correlation> correlations, int margin) {
        this.grid = grid;
        this.correlations = new CorrelationTable(correlations);
        down = half(grid.rows(), margin);
        across = half(grid.columns(), margin);
        int rows = 2 * down;
        int columns = 2 * across;
        int points = rows + 1;
        offsets = matrix(
                2,
                (across + 1) * points,
                (axis, k) -> axis == 0 ? k / points * grid.dx() : (k % points - down) * grid.dy());
        // At half a period both directions are equally far, so each counts half.
        alongColumns = matrix(
                points,
                2 * (down + 1),
                (i, k) -> (i % rows == 0 ? 0.5 : 1) * wave(k / (down + 1), (i - down) * (k % (down + 1)), rows));
        alongRows = matrix(
                2 * (across + 1),
                columns,
                (j, k) -> (j % (across + 1) % across == 0 ? 1 : 2)
                        * (j <= across ? 1 : -1)
                        * wave(j / (across + 1), j % (across + 1) * k, columns));
        multiplicity = matrix(down + 1, 1, (k, none) -> k % down == 0 ? 1 : 2);
        inRows = matrix(2 * columns, 2 * grid.columns(), (k, j) -> {
            int from = k / columns;
            int to = j / grid.columns();
            int turn = k % columns * (j % grid.columns());
            return from == to ? wave(0, turn, columns) : (from == 1 ? -1 : 1) * wave(1, turn, columns);
        });
        inColumns = matrix(
                2 * (down + 1),
                grid.rows(),
                (k, i) -> (k <= down ? 1 : -1) * wave(k / (down + 1), k % (down + 1) * i, rows));
    }

    private static int half(int cells, int margin) {
        return (cells + margin + 1) / 2;
    }

    /** Computes the entries of a matrix. */
    @FunctionalInterface
    private interface Entries {
        double at(int row, int column);
    }

    private static Tensor matrix(int rows, int columns, Entries entries) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = (float) entries.at(i, j);
            }
        }
        return Tensor.constant(HostArray.wrap(Shape.of(rows, columns), values));
    }

    /** Returns the cosine or the sine of a share of a full turn. */
    private static double wave(int sine, int part, int period) {
        double angle = 2 * Math.PI * part / period;
        return sine == 1 ? Math.sin(angle) : Math.cos(angle);
    }

    /** Returns the shape of the white noise of a field, for waves of the periodic grid. */
    public Shape white() {
        return Shape.of(down + 1, 2, 2 * across);
    }

    /**
     * Returns fields of shape [n, rows, columns].
     *
     * @param kinds the number of the correlation of each field, int64, [n]
     * @param axes for each field and covariance the matrix that maps an offset (dx, dy) to the scaled distances along both axes, [n, 2, 2, 2]
     * @param share w, [n, rows, columns]
     * @param deviation s, [n, rows, columns]
     * @param white numbers from N(0, 1), [n, ...] with the shape {@link #white}
     */
    public Tensor fields(Tensor kinds, Tensor axes, Tensor share, Tensor deviation, Tensor white) {
        int n = share.dim(0);
        Tensor roots = roots(kinds, axes);
        Tensor amplitudes = multiplicity.div(4.0 * down * across).sqrt();
        Tensor waves = roots.mul(amplitudes).expandDims(3).mul(white.expandDims(1));
        Tensor lines = waves.reshape(2 * n * (down + 1), 4 * across)
                .matmul(inRows)
                .reshape(2 * n, down + 1, 2, grid.columns())
                .transpose(0, 3, 2, 1);
        Tensor both = lines.reshape(2 * n * grid.columns(), 2 * (down + 1))
                .matmul(inColumns)
                .reshape(n, 2, grid.columns(), grid.rows())
                .transpose(0, 1, 3, 2);
        Tensor first = roots.slice(1, 0, 1);
        Tensor second = roots.slice(1, 1, 2);
        Tensor cross = first.mul(second)
                .mul(multiplicity)
                .sum(1, 2, 3)
                .div(4.0 * down * across)
                .reshape(n, 1, 1);
        Tensor rest = share.neg().add(1);
        Tensor variance =
                share.square().add(rest.square()).add(share.mul(rest).mul(cross).mul(2));
        Tensor mixed = share.mul(both.slice(1, 0, 1).reshape(share.shape()))
                .add(rest.mul(both.slice(1, 1, 2).reshape(share.shape())));
        return mixed.mul(deviation).div(variance.sqrt());
    }

    /**
     * Returns the Fourier transforms of the kernels for half of the waves, [n, 2, down + 1, 2 across]: the roots of the eigenvalues, which
     * are scaled to a mean of 1.
     */
    private Tensor roots(Tensor kinds, Tensor axes) {
        int n = kinds.dim(0);
        Tensor squares = axes.reshape(4 * n, 2)
                .matmul(offsets)
                .square()
                .reshape(n, 2, 2, offsets.dim(1))
                .sum(2);
        Tensor eigenvalues = correlations
                .ofSquares(kinds, squares)
                .reshape(2 * n * (across + 1), 2 * down + 1)
                .matmul(alongColumns)
                .reshape(2 * n, across + 1, 2, down + 1)
                .transpose(0, 3, 2, 1)
                .reshape(2 * n * (down + 1), 2 * (across + 1))
                .matmul(alongRows)
                .reshape(n, 2, down + 1, 2 * across)
                .max(0);
        Tensor kept = eigenvalues.mul(multiplicity).sum(2, 3).reshape(n, 2, 1, 1);
        return eigenvalues.div(kept).mul(4.0 * down * across).sqrt();
    }
}
