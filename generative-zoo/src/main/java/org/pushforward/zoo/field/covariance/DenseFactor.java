package org.pushforward.zoo.field.covariance;

import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.pushforward.zoo.field.Places;

/**
 * The Cholesky factor L of the covariance of values at some places, C = L L^T, on the host.
 *
 * @param lower L; it is never modified
 */
public record DenseFactor(DMatrixRMaj lower) {
    /** The largest number of places. Their matrix takes 800 MB, and its factorization takes a minute or two. */
    public static final int LARGEST = 10_000;

    /**
     * Returns the covariance matrix of the values at some places.
     *
     * @throws IllegalArgumentException if there are more than {@value #LARGEST} places
     */
    public static DMatrixRMaj matrix(FieldCovariance covariance, Places places) {
        int n = places.count();
        if (n > LARGEST) {
            throw new IllegalArgumentException(
                    "covariance matrix of " + n + " places: expected " + LARGEST
                            + " or fewer; take the nearest gauges of each place (Neighborhood), or a grid (CirculantEmbedding)");
        }
        DMatrixRMaj matrix = new DMatrixRMaj(n, n);
        IntStream.range(0, n).parallel().forEach(i -> {
            double[] row = new double[n];
            covariance.fill(places.x(i), places.y(i), places, row);
            System.arraycopy(row, 0, matrix.data, i * n, n);
        });
        return matrix;
    }

    /**
     * Returns the factor of the covariance of the values at some places.
     *
     * @throws NotPositiveDefiniteException if it has none
     */
    public static DenseFactor of(FieldCovariance covariance, Places places) {
        return of("covariance of " + places.count() + " places", matrix(covariance, places));
    }

    /**
     * Returns the factor of a matrix.
     *
     * @param name the name of the matrix for error messages
     * @param matrix symmetric; it is not modified
     * @throws NotPositiveDefiniteException if it has none
     */
    public static DenseFactor of(String name, DMatrixRMaj matrix) {
        return tryOf(matrix)
                .orElseThrow(() -> new NotPositiveDefiniteException(name
                        + " is not positive definite: its Cholesky decomposition failed; look for places that are the same or nearly "
                        + "so, add a Nugget or noise, or take a covariance that is less smooth"));
    }

    /** Returns the factor of a symmetric matrix, or empty if it is not positive definite. */
    public static Optional<DenseFactor> tryOf(DMatrixRMaj matrix) {
        CholeskyDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.chol(matrix.numRows, true);
        if (!decomposition.decompose(matrix.copy())) {
            return Optional.empty();
        }
        DMatrixRMaj lower = decomposition.getT(null);
        for (int i = 0; i < lower.numRows; i++) {
            if (!(lower.get(i, i) > 0 && Double.isFinite(lower.get(i, i)))) {
                return Optional.empty();
            }
        }
        return Optional.of(new DenseFactor(lower));
    }

    /** Returns the number of values. */
    public int size() {
        return lower.numRows;
    }

    /** Returns log |C|. */
    public double logDeterminant() {
        return IntStream.range(0, size())
                .mapToDouble(i -> 2 * Math.log(lower.get(i, i)))
                .sum();
    }

    /** Replaces b by L^-1 b. */
    public void whiten(double[] b) {
        TriangularSolver_DDRM.solveL(lower.data, b, size());
    }

    /** Replaces b by L^-T b. */
    public void spread(double[] b) {
        TriangularSolver_DDRM.solveTranL(lower.data, b, size());
    }

    /**
     * Replaces each column b of a matrix by L^-1 b.
     *
     * @param rows the rows of the matrix
     * @param width the number of columns
     */
    public void whiten(double[][] rows, int width) {
        TriangularRows.solve(lower, rows, width);
    }

    /** Replaces each column w of a matrix by L w. */
    public void color(double[][] rows, int width) {
        TriangularRows.multiply(lower, rows, width);
    }

    /** Returns C^-1. */
    public DMatrixRMaj inverse() {
        DMatrixRMaj inverse = new DMatrixRMaj(size(), size());
        TriangularSolver_DDRM.invertLower(lower.data, inverse.data, size());
        DMatrixRMaj result = new DMatrixRMaj(size(), size());
        CommonOps_DDRM.multTransA(inverse, inverse, result);
        return result;
    }
}
