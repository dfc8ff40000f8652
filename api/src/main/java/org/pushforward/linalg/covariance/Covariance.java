package org.pushforward.linalg.covariance;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.LinearOperator;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/**
 * The covariance C of a random tensor, such as noise or a field, as a self-adjoint operator.
 *
 * <p>Every kind has an inverse, a determinant and a square root in closed form:
 *
 * <table>
 * <caption>Kinds, for d coordinates</caption>
 * <tr><th>kind</th><th>covariance</th><th>multiplications of one product</th></tr>
 * <tr><td>{@link Isotropic}</td><td>v I</td><td>d</td></tr>
 * <tr><td>{@link Diagonal}</td><td>diag(v)</td><td>d</td></tr>
 * <tr><td>{@link DenseCovariance}</td><td>any matrix</td><td>2 d^2</td></tr>
 * <tr><td>{@link LowRankPlusDiagonal}</td><td>diag(v) + U U^T, with k columns in U</td><td>2 d k</td></tr>
 * <tr><td>{@link Kronecker}</td><td>a product over groups of axes</td><td>as for each factor</td></tr>
 * <tr><td>{@link BlockDiagonal}</td><td>independent parts</td><td>as for each part</td></tr>
 * <tr><td>{@link Circulant}</td><td>stationary on a periodic grid</td><td>two Fourier transforms</td></tr>
 * <tr><td>{@link TracedDense}</td><td>a matrix computed in the program</td><td>2 d^2</td></tr>
 * </table>
 *
 * <p>Matrices are known when a model is traced, and their inverses, roots and determinants are computed on the host in float64. Variances
 * and factors may also be traced, with one value for each row of a batch. For example, {@code noise.plus(prior.scaled(sigma.square()))}
 * depends on a noise level that is an input of the program.
 *
 * <p>A covariance is positive semi-definite. Its inverse is refused if a known eigenvalue is zero.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public sealed interface Covariance extends LinearOperator
        permits Spectral, LowRankPlusDiagonal, BlockDiagonal, TracedDense {

    /**
     * Returns C^-1.
     *
     * @throws IllegalArgumentException if an eigenvalue is known to be zero
     */
    Covariance inverse();

    /**
     * Returns the log determinant of C: a scalar, or one number for each leading position of the traced variances.
     *
     * @param dtype the element type of the result
     */
    Tensor logDet(DType dtype);

    /**
     * Returns R w for a root R with R R^T = C. If w is white noise from N(0, I), the result is from N(0, C).
     *
     * @param white w, of shape [..., domain]
     */
    Tensor color(Tensor white);

    /**
     * Returns the Wiener filter, C (C + v I)^-1 x: the mean of a tensor from N(0, C) that is observed as x with noise
     * from N(0, v I).
     *
     * <p>Each kind except {@link TracedDense} has a formula that stays accurate however different C and v I are. A product with the
     * inverse would lose accuracy by a factor of C / v.
     *
     * @param x of shape [..., domain]
     * @param variance v, a scalar or of shape [..., 1, ..., 1] with as many ones as the domain has axes; positive
     */
    Tensor filter(Tensor x, Tensor variance);

    /**
     * Returns c C.
     *
     * @param factor c, 0 or more
     */
    @Override
    Covariance scaled(double factor);

    /**
     * Returns c C for a traced number or one number for each row.
     *
     * @param factor c, a scalar or of shape [..., 1, ..., 1] with as many ones as the domain has axes; 0 or more
     */
    Covariance scaled(Tensor factor);

    /**
     * Returns the covariance of the sum of two independent tensors.
     *
     * <p>The following sums keep their kind:
     *
     * <ul>
     *   <li>any kind and {@link Isotropic},
     *   <li>{@link LowRankPlusDiagonal} or {@link BlockDiagonal} and {@link Diagonal},
     *   <li>two that are {@link Diagonal}, or {@link Circulant} on the same grid, or {@link BlockDiagonal} with the same blocks,
     *   <li>a {@link DenseCovariance} or {@link Kronecker} covariance and another that was derived from it by scaling or inversion.
     * </ul>
     *
     * <p>Every other sum is {@link DenseCovariance}, or {@link TracedDense} if one of its variances is traced. It needs memory for a full
     * matrix.
     *
     * @throws IllegalArgumentException if the domains differ
     */
    default Covariance plus(Covariance other) {
        return Sum.of(this, other);
    }

    @Override
    default Shape range() {
        return domain();
    }

    /** Returns C y. */
    @Override
    default Tensor adjoint(Tensor y) {
        return apply(y);
    }

    /** Returns this covariance, which is its own transpose. */
    @Override
    default Covariance transpose() {
        return this;
    }
}
