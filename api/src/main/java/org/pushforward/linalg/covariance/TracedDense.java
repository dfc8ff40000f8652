package org.pushforward.linalg.covariance;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/**
 * A covariance with a full matrix that the program computes, one for all rows or one for each row: C = R R^T with a triangular root R.
 *
 * <p>A sum of covariances has this kind if a variance is traced and no more specific kind fits. The
 * {@link org.pushforward.linalg.Cholesky} factor takes 11 d nodes and d^3 / 3 multiplications for each matrix, so it is meant for up to a
 * few hundred coordinates. A matrix that is not positive definite yields NaN.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class TracedDense implements Covariance {
    private final Shape domain;
    private final Matrix root;
    private final Matrix rootInverse;

    private TracedDense(Shape domain, Matrix root, Matrix rootInverse) {
        this.domain = domain;
        this.root = root;
        this.rootInverse = rootInverse;
    }

    /**
     * Returns the covariance of tensors with a shape; the matrix orders their elements in row-major order.
     *
     * @param domain the shape of the tensors, with d elements
     * @param matrix symmetric and positive definite, of shape [..., d, d]; only the lower triangle is read
     */
    public static TracedDense of(Shape domain, Tensor matrix) {
        RowVectors.of("matrix of a dense covariance on " + domain, matrix, Shape.of(domain.size(), domain.size()));
        return of(domain, new Matrix.TracedMatrix(matrix));
    }

    static TracedDense of(Shape domain, Matrix matrix) {
        Matrix root = matrix.cholesky();
        return new TracedDense(domain, root, root.lowerInverse());
    }

    Matrix matrix() {
        return root.times(root.transpose());
    }

    @Override
    public Shape domain() {
        return domain;
    }

    @Override
    public Tensor apply(Tensor x) {
        return applied("TracedDense covariance on " + domain, x, root.transpose(), root);
    }

    @Override
    public Tensor color(Tensor white) {
        return applied("root of a TracedDense covariance on " + domain, white, root);
    }

    private Tensor applied(String operation, Tensor x, Matrix... matrices) {
        RowVectors rows = RowVectors.of(operation, x, domain);
        Tensor y = x.reshape(RowVectors.join(rows.leading(), Shape.of(domain.size())));
        for (Matrix matrix : matrices) {
            y = matrix.apply(y);
        }
        return y.reshape(RowVectors.join(y.shape().without(-1), domain));
    }

    @Override
    public Tensor filter(Tensor x, Tensor variance) {
        return apply(plus(Isotropic.of(domain, variance)).inverse().apply(x));
    }

    @Override
    public TracedDense inverse() {
        return new TracedDense(domain, rootInverse.transpose(), root.transpose());
    }

    @Override
    public Tensor logDet(DType dtype) {
        return root.logAbsDeterminant(dtype).mul(2);
    }

    @Override
    public TracedDense scaled(double factor) {
        return scaled(Variances.scalar("scaled covariance", factor));
    }

    @Override
    public TracedDense scaled(Tensor factor) {
        return scaled(Variances.scalar("scaled covariance", factor, domain));
    }

    private TracedDense scaled(Variances factor) {
        Variances deviation = factor.sqrt().flat(domain);
        return new TracedDense(domain, root.scaledRows(deviation), rootInverse.scaledRows(deviation.reciprocal(this)));
    }

    @Override
    public String toString() {
        return "TracedDense covariance on " + domain;
    }
}
