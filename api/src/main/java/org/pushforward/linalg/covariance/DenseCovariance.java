package org.pushforward.linalg.covariance;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A covariance with a full matrix, which is stored as eigenvectors and eigenvalues. Its inverse and root therefore need no further
 * decomposition, and an isotropic covariance that depends on the row can be added.
 *
 * <p>The decomposition takes about 10 d^3 operations on the host, only once.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class DenseCovariance extends Spectral {
    /** The allowed asymmetry relative to the diagonal. Float32 rounding causes as much if both halves are computed separately. */
    static final double SYMMETRY = 1e-6;

    private DenseCovariance(Basis basis, Variances variances) {
        super(basis, variances);
    }

    /**
     * Returns the covariance of vectors with a matrix.
     *
     * @param matrix of shape [d, d]
     * @throws IllegalArgumentException if the matrix is not symmetric, positive semi-definite and finite
     */
    public static DenseCovariance of(HostArray matrix) {
        if (matrix.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "matrix of a dense covariance of type " + matrix.type() + ": expected [d, d]");
        }
        return of(Shape.of(matrix.shape().dim(0)), matrix);
    }

    /**
     * Returns the covariance of tensors with a shape; the matrix orders their elements in row-major order.
     *
     * @param domain the shape of the tensors, with d elements
     * @param matrix of shape [d, d]
     * @throws IllegalArgumentException if the matrix is not symmetric, positive semi-definite and finite
     */
    public static DenseCovariance of(Shape domain, HostArray matrix) {
        int d = domain.size();
        if (!matrix.shape().equals(Shape.of(d, d)) || !matrix.dtype().isFloating() || !matrix.isFinite()) {
            throw new IllegalArgumentException("matrix of a dense covariance on " + domain + " of type " + matrix.type()
                    + ": expected finite floating-point numbers [" + d + ", " + d + "]");
        }
        return decomposed(domain, new DMatrixRMaj(d, d, true, matrix.toDoubles()), matrix.dtype());
    }

    static DenseCovariance decomposed(Shape domain, DMatrixRMaj matrix, DType given) {
        int d = domain.size();
        requireSymmetric(matrix);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        if (!eigen.decompose(matrix.copy())) {
            throw new IllegalArgumentException("the eigenvalues of a dense covariance on " + domain
                    + " were not found: look for numbers that are very far apart");
        }
        DMatrixRMaj vectors = new DMatrixRMaj(d, d);
        double[] values = new double[d];
        for (int k = 0; k < d; k++) {
            values[k] = eigen.getEigenvalue(k).getReal();
            for (int i = 0; i < d; i++) {
                vectors.set(i, k, eigen.getEigenVector(k).get(i));
            }
        }
        Variances variances =
                Variances.eigenvalues("dense covariance on " + domain, HostArray.wrap(domain, values), given);
        return new DenseCovariance(new Basis.Rotated(domain, new Matrix.KnownMatrix(vectors)), variances);
    }

    private static void requireSymmetric(DMatrixRMaj matrix) {
        for (int i = 0; i < matrix.numRows; i++) {
            for (int j = 0; j < i; j++) {
                double scale = Math.sqrt(Math.abs(matrix.get(i, i) * matrix.get(j, j)));
                if (!(Math.abs(matrix.get(i, j) - matrix.get(j, i)) <= SYMMETRY * scale)) {
                    throw new IllegalArgumentException("dense covariance is not symmetric: " + matrix.get(i, j)
                            + " at (" + i + ", " + j + "), " + matrix.get(j, i) + " at (" + j + ", " + i + ")");
                }
            }
        }
    }

    @Override
    DenseCovariance with(Variances changed) {
        return new DenseCovariance(basis(), changed);
    }
}
