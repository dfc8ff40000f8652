package org.pushforward.zoo.field.kriging;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;

/**
 * The QR decomposition of a matrix with independent columns: Q has orthonormal columns, and R is upper triangular. It preserves digits
 * that the normal equations lose if places are far from the origin.
 */
record OrthogonalTriangle(DMatrixRMaj q, DMatrixRMaj r) {
    /** A column is dependent if less than this share of its norm is orthogonal to the earlier columns. */
    private static final double DEPENDENT = 1e-10;

    /**
     * Returns the factors of a matrix with one column for each trend function.
     *
     * @throws IllegalArgumentException if a column depends linearly on earlier ones
     */
    static OrthogonalTriangle of(DMatrixRMaj functions) {
        OrthogonalTriangle factors = factors(functions);
        factors.dependent().ifPresent(j -> {
            throw new IllegalArgumentException("function " + j
                    + " of the trend, counted from 0, depends linearly on earlier ones at the " + functions.numRows
                    + " gauges: leave it out, or add gauges where it differs");
        });
        return factors;
    }

    /**
     * Returns the factors of independent trend functions after a multiplication with L^-1.
     *
     * @throws NotPositiveDefiniteException if a column depends linearly on earlier ones, so that F^T C^-1 F has no inverse
     */
    static OrthogonalTriangle ofWhite(DMatrixRMaj whitened) {
        OrthogonalTriangle factors = factors(whitened);
        factors.dependent().ifPresent(j -> {
            throw new NotPositiveDefiniteException("covariance of " + whitened.numRows
                    + " gauges is nearly singular: relative to it, function " + j
                    + " of the trend, counted from 0, depends linearly on earlier ones; look for places that are nearly the same, "
                    + "add a Nugget or noise, or take a shorter range");
        });
        return factors;
    }

    private static OrthogonalTriangle factors(DMatrixRMaj matrix) {
        QRDecomposition<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.qr(matrix.numRows, matrix.numCols);
        decomposition.decompose(matrix.copy());
        return new OrthogonalTriangle(decomposition.getQ(null, true), decomposition.getR(null, true));
    }

    /** Returns the first column that depends linearly on earlier ones. */
    private OptionalInt dependent() {
        return IntStream.range(0, columns())
                .filter(j -> {
                    double norm = 0;
                    for (int i = 0; i <= j; i++) {
                        norm = Math.hypot(norm, r.get(i, j));
                    }
                    return !(Math.abs(r.get(j, j)) > DEPENDENT * norm);
                })
                .findFirst();
    }

    private int columns() {
        return r.numCols;
    }

    /** Returns log |R^T R|. */
    double logDeterminant() {
        double sum = 0;
        for (int j = 0; j < columns(); j++) {
            sum += 2 * Math.log(Math.abs(r.get(j, j)));
        }
        return sum;
    }

    /** Returns the least-squares coefficients b of y = Q R b + residual, and replaces y by the residual. */
    double[] project(double[] y) {
        double[] b = new double[columns()];
        for (int j = 0; j < b.length; j++) {
            for (int i = 0; i < y.length; i++) {
                b[j] += q.get(i, j) * y[i];
            }
            for (int i = 0; i < y.length; i++) {
                y[i] -= q.get(i, j) * b[j];
            }
        }
        TriangularSolver_DDRM.solveU(r.data, b, b.length);
        return b;
    }

    /** Returns R^-T f - Q^T u. */
    double[] remaining(double[] f, double[] u) {
        int p = columns();
        double[] left = f.clone();
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < j; i++) {
                left[j] -= r.data[i * p + j] * left[i];
            }
            left[j] /= r.data[j * p + j];
        }
        for (int i = 0; i < u.length; i++) {
            for (int j = 0; j < p; j++) {
                left[j] -= q.data[i * p + j] * u[i];
            }
        }
        return left;
    }
}
