package org.pushforward.linalg.covariance;

import java.util.Arrays;
import org.pushforward.Stability;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The covariance of a stationary field on a periodic grid of one or two axes: the covariance between cells i and j is c(i - j), where the
 * offset wraps around at the edges.
 *
 * <p>The eigenvectors are the Fourier modes of the grid, and the eigenvalues are the Fourier transform of c. A grid of n x n cells takes 4
 * n^3 multiplications per transform, and the matrix of n^4 numbers is never formed. The field may differ between the axes and between the
 * diagonals.
 *
 * <p>For a field on a grid with edges, use a grid of twice the size and observe a part of it: Dietrich and Newsam, <i>Fast and exact
 * simulation of stationary Gaussian processes through circulant embedding of the covariance matrix</i>, 1997.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Circulant extends Spectral {
    private Circulant(Basis basis, Variances variances) {
        super(basis, variances);
    }

    /**
     * Returns the covariance of a field.
     *
     * @param first c, of shape [n] or [rows, columns]: the covariance between the first cell and every cell, with offset (i, j) at position
     *     (i, j)
     * @throws IllegalArgumentException if c has another shape, is not finite, differs for opposite offsets, or has a negative eigenvalue
     *     and is therefore not a covariance
     */
    public static Circulant of(HostArray first) {
        Hartley waves = new Hartley(first.shape());
        if (!first.dtype().isFloating() || !first.isFinite()) {
            throw new IllegalArgumentException(
                    "first row of a circulant covariance " + first + ": expected finite floating-point numbers");
        }
        requireSymmetric(first);
        double scale = Math.sqrt(first.size());
        double[] values = Arrays.stream(waves.analyze(first).toDoubles())
                .map(z -> z * scale)
                .toArray();
        Variances variances = Variances.eigenvalues(
                "circulant covariance on " + first.shape(), HostArray.wrap(first.shape(), values), first.dtype());
        return new Circulant(waves, variances);
    }

    private static void requireSymmetric(HostArray first) {
        Shape grid = first.shape();
        int columns = grid.dim(-1);
        int rows = grid.size() / columns;
        for (int p = 0; p < first.size(); p++) {
            int opposite = (rows - p / columns) % rows * columns + (columns - p % columns) % columns;
            if (!(Math.abs(first.get(p) - first.get(opposite)) <= DenseCovariance.SYMMETRY * Math.abs(first.get(0)))) {
                throw new IllegalArgumentException(
                        "circulant covariance on " + grid + ": " + first.get(p) + " at position "
                                + p + " and " + first.get(opposite) + " at the opposite offset, position " + opposite
                                + ", expected the same number");
            }
        }
    }

    @Override
    Circulant with(Variances changed) {
        return new Circulant(basis(), changed);
    }
}
