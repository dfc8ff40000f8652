package org.pushforward.linalg.covariance;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.Cholesky;
import org.pushforward.linalg.RowVectors;
import org.pushforward.linalg.Triangular;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A matrix that is either known on the host in float64, or traced with shape [..., n, m]. Results of only known matrices are known too and
 * cost nothing in a program.
 */
sealed interface Matrix {
    /** Returns the number of rows. */
    int rows();

    /** Returns the number of columns. */
    int columns();

    /** Returns the matrix as a tensor. */
    Tensor in(DType dtype);

    Matrix transpose();

    Matrix times(Matrix right);

    Matrix plus(Matrix other);

    Matrix scaled(double factor);

    /** Returns diag(v) A for a vector of variances. */
    Matrix scaledRows(Variances v);

    /** Returns the lower triangular L with L L^T = A. */
    Matrix cholesky();

    /** Returns the inverse of a lower triangular matrix. */
    Matrix lowerInverse();

    /** Returns the log absolute determinant of a triangular matrix. */
    Tensor logAbsDeterminant(DType dtype);

    /** Returns A x for each row x of shape [..., columns]. */
    default Tensor apply(Tensor x) {
        Tensor matrix = in(x.dtype());
        if (matrix.shape().rank() == 2) {
            RowVectors rows = RowVectors.of("matrix", x, Shape.of(columns()));
            return rows.flat(x).matmul(matrix.transpose()).reshape(RowVectors.join(rows.leading(), Shape.of(rows())));
        }
        Tensor columns = TracedMatrix.product(matrix, x.expandDims(-1));
        return columns.reshape(columns.shape().without(-1));
    }

    static KnownMatrix identity(int size) {
        return new KnownMatrix(CommonOps_DDRM.identity(size));
    }

    /** A matrix on the host; it is never modified. */
    record KnownMatrix(DMatrixRMaj values) implements Matrix {
        @Override
        public int rows() {
            return values.numRows;
        }

        @Override
        public int columns() {
            return values.numCols;
        }

        @Override
        public Tensor in(DType dtype) {
            Shape shape = Shape.of(rows(), columns());
            return Tensor.constant(HostArray.wrap(shape, Arrays.copyOf(values.data, shape.size()))
                    .cast(dtype));
        }

        @Override
        public KnownMatrix transpose() {
            return new KnownMatrix(CommonOps_DDRM.transpose(values, null));
        }

        @Override
        public Matrix times(Matrix right) {
            return right instanceof KnownMatrix known
                    ? new KnownMatrix(CommonOps_DDRM.mult(values, known.values, null))
                    : traced(right).times(right);
        }

        @Override
        public Matrix plus(Matrix other) {
            return other instanceof KnownMatrix known
                    ? new KnownMatrix(CommonOps_DDRM.add(values, known.values, null))
                    : other.plus(this);
        }

        @Override
        public Matrix scaled(double factor) {
            DMatrixRMaj result = values.copy();
            CommonOps_DDRM.scale(factor, result);
            return new KnownMatrix(result);
        }

        @Override
        public Matrix scaledRows(Variances v) {
            if (v instanceof Variances.KnownVariances known) {
                double[] factors = new double[rows()];
                Arrays.setAll(factors, known::at);
                DMatrixRMaj result = values.copy();
                CommonOps_DDRM.multRows(factors, result);
                return new KnownMatrix(result);
            }
            return new TracedMatrix(in(((Variances.TracedVariances) v).values().dtype())).scaledRows(v);
        }

        @Override
        public Matrix cholesky() {
            CholeskyDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.chol(rows(), true);
            if (!decomposition.decompose(values.copy())) {
                throw new IllegalArgumentException("matrix " + rows() + " x " + rows()
                        + " of a covariance is not positive definite: its Cholesky decomposition failed");
            }
            return new KnownMatrix(decomposition.getT(null));
        }

        @Override
        public Matrix lowerInverse() {
            DMatrixRMaj result = values.copy();
            TriangularSolver_DDRM.invertLower(result.data, rows());
            return new KnownMatrix(result);
        }

        @Override
        public Tensor logAbsDeterminant(DType dtype) {
            double sum = 0;
            for (int i = 0; i < rows(); i++) {
                sum += Math.log(Math.abs(values.get(i, i)));
            }
            return Tensor.scalar(dtype, sum);
        }

        /** Returns the Kronecker product of this matrix and another. */
        KnownMatrix kronecker(KnownMatrix other) {
            return new KnownMatrix(CommonOps_DDRM.kron(values, other.values, null));
        }

        private TracedMatrix traced(Matrix like) {
            return new TracedMatrix(in(((TracedMatrix) like).values.dtype()));
        }
    }

    /** Traced matrices of shape [..., n, m]. */
    record TracedMatrix(Tensor values) implements Matrix {
        @Override
        public int rows() {
            return values.dim(-2);
        }

        @Override
        public int columns() {
            return values.dim(-1);
        }

        @Override
        public Tensor in(DType dtype) {
            return values.cast(dtype);
        }

        @Override
        public Matrix transpose() {
            return new TracedMatrix(values.transpose());
        }

        @Override
        public Matrix times(Matrix right) {
            return new TracedMatrix(product(values, right.in(values.dtype())));
        }

        @Override
        public Matrix plus(Matrix other) {
            return new TracedMatrix(values.add(other.in(values.dtype())));
        }

        @Override
        public Matrix scaled(double factor) {
            return new TracedMatrix(values.mul(factor));
        }

        @Override
        public Matrix scaledRows(Variances v) {
            Tensor factors = v.in(values.dtype());
            return new TracedMatrix(values.mul(factors.shape().rank() == 0 ? factors : factors.expandDims(-1)));
        }

        @Override
        public Matrix cholesky() {
            return new TracedMatrix(Cholesky.of(values).factor());
        }

        @Override
        public Matrix lowerInverse() {
            return new TracedMatrix(Triangular.inverse(values));
        }

        @Override
        public Tensor logAbsDeterminant(DType dtype) {
            return Triangular.logAbsDeterminant(values).cast(dtype);
        }

        /** Returns the product; leading axes broadcast. */
        private static Tensor product(Tensor left, Tensor right) {
            Shape leading = leading(left).broadcastWith(leading(right));
            return repeated(left, leading).matmul(repeated(right, leading));
        }

        private static Shape leading(Tensor matrices) {
            return matrices.shape().without(-1).without(-1);
        }

        private static Tensor repeated(Tensor matrices, Shape leading) {
            return matrices.broadcastTo(RowVectors.join(leading, Shape.of(matrices.dim(-2), matrices.dim(-1))));
        }
    }
}
