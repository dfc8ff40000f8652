package org.pushforward.linalg.covariance;

import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The covariance diag(v) + U U^T of coordinates with independent noise and k common factors, as in factor analysis. With equal variances
 * it is that of probabilistic principal component analysis.
 *
 * <p>With L L^T = I + U^T diag(1 / v) U, a k x k matrix,
 *
 * <pre>
 * C^-1    = diag(1 / v) - W W^T,   W = diag(1 / v) U L^-T
 * log |C| = sum log v + 2 log |L|
 * R       = diag(sqrt(v)) (I + V (I + L)^-1 V^T),   V = diag(1 / sqrt(v)) U,   R R^T = C
 * </pre>
 *
 * <p>so the inverse has the same form with the opposite sign. L is computed on the host, or in the program if v is traced.
 *
 * <p>Woodbury, <i>Inverting modified matrices</i>, 1950.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class LowRankPlusDiagonal implements Covariance {
    private final Shape domain;
    /** v, as a vector of coordinates. */
    private final Variances diagonal;
    /** U, [d, k]. */
    private final Matrix factor;
    /** The sign of U U^T, 1 or -1. */
    private final int sign;
    /** The covariance whose inverse this is, if any, because inverting again would lose digits. */
    private final Optional<LowRankPlusDiagonal> original;

    private LowRankPlusDiagonal(Shape domain, Variances diagonal, Matrix factor, int sign) {
        this(domain, diagonal, factor, sign, Optional.empty());
    }

    private LowRankPlusDiagonal(
            Shape domain, Variances diagonal, Matrix factor, int sign, Optional<LowRankPlusDiagonal> original) {
        this.domain = domain;
        this.diagonal = diagonal;
        this.factor = factor;
        this.sign = sign;
        this.original = original;
    }

    /**
     * Returns v I + U U^T.
     *
     * @param diagonal v I
     * @param factor U, of shape [domain, k]
     * @throws IllegalArgumentException if U has another shape or is not finite
     */
    public static LowRankPlusDiagonal of(Isotropic diagonal, HostArray factor) {
        return of((Spectral) diagonal, factor);
    }

    /**
     * Returns diag(v) + U U^T.
     *
     * @param diagonal diag(v)
     * @param factor U, of shape [domain, k]
     * @throws IllegalArgumentException if U has another shape or is not finite
     */
    public static LowRankPlusDiagonal of(Diagonal diagonal, HostArray factor) {
        return of((Spectral) diagonal, factor);
    }

    private static LowRankPlusDiagonal of(Spectral diagonal, HostArray factor) {
        Shape domain = diagonal.domain();
        int axes = domain.rank();
        if (factor.shape().rank() != axes + 1
                || !Arrays.equals(Arrays.copyOf(factor.shape().dims(), axes), domain.dims())
                || !factor.dtype().isFloating()
                || !factor.isFinite()) {
            throw new IllegalArgumentException("factor of a covariance on " + domain + " of type " + factor.type()
                    + ": expected finite floating-point numbers of shape " + domain + " with one axis more");
        }
        DMatrixRMaj columns = new DMatrixRMaj(domain.size(), factor.shape().dim(axes), true, factor.toDoubles());
        return new LowRankPlusDiagonal(domain, diagonal.variances().flat(domain), new Matrix.KnownMatrix(columns), 1);
    }

    /** L, with the sign of U U^T. */
    private Matrix capacitance() {
        Matrix whitened = whitened();
        return whitened.transpose()
                .times(whitened)
                .scaled(sign)
                .plus(Matrix.identity(factor.columns()))
                .cholesky();
    }

    /** V. */
    private Matrix whitened() {
        return factor.scaledRows(diagonal.reciprocal(this).sqrt());
    }

    LowRankPlusDiagonal plusDiagonal(Variances variances) {
        return new LowRankPlusDiagonal(domain, diagonal.plus(variances.flat(domain)), factor, sign);
    }

    Matrix matrix() {
        return factor.times(factor.transpose())
                .scaled(sign)
                .plus(Matrix.identity(domain.size()).scaledRows(diagonal));
    }

    @Override
    public Shape domain() {
        return domain;
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor row = row(toString(), x);
        Tensor shared = factor.apply(factor.transpose().apply(row)).mul(sign);
        return unflattened(row.mul(diagonal.in(x.dtype())).add(shared));
    }

    @Override
    public Tensor color(Tensor white) {
        Tensor row = row("root of a " + this, white);
        Matrix v = whitened();
        // (I + L) X = I makes X + X^T + X (L L^T - I) X^T = I, so (I + s V X V^T) (I + s V X V^T)^T = I + s V V^T.
        Matrix x = capacitance().plus(Matrix.identity(factor.columns())).lowerInverse();
        Tensor shared = v.apply(x.apply(v.transpose().apply(row))).mul(sign);
        return unflattened(row.add(shared).mul(diagonal.sqrt().in(white.dtype())));
    }

    private Tensor row(String operation, Tensor x) {
        Shape leading = RowVectors.of(operation, x, domain).leading();
        return x.reshape(RowVectors.join(leading, Shape.of(domain.size())));
    }

    private Tensor unflattened(Tensor row) {
        return row.reshape(RowVectors.join(row.shape().without(-1), domain));
    }

    @Override
    public Tensor filter(Tensor x, Tensor variance) {
        Tensor row = row("filter of a " + this, x);
        Variances noise = Variances.scalar("noise beside a " + this, variance, domain);
        LowRankPlusDiagonal inverse = plusDiagonal(noise).inverse();
        // C (C + v I)^-1 = I - v (C + v I)^-1. Its diagonal, 1 - v / (u + v), is computed as u / (u + v) to avoid a
        // difference.
        Tensor own = row.mul(diagonal.times(inverse.diagonal).in(x.dtype()));
        Tensor shared = inverse.factor.apply(inverse.factor.transpose().apply(row));
        return unflattened(own.add(shared.mul(noise.flat(domain).in(x.dtype())).mul(sign)));
    }

    @Override
    public LowRankPlusDiagonal inverse() {
        return original.orElseGet(this::inverted);
    }

    private LowRankPlusDiagonal inverted() {
        Variances precision = diagonal.reciprocal(this);
        Matrix w =
                factor.scaledRows(precision).times(capacitance().lowerInverse().transpose());
        return new LowRankPlusDiagonal(domain, precision, w, -sign, Optional.of(this));
    }

    @Override
    public Tensor logDet(DType dtype) {
        return diagonal.logSum(Shape.of(domain.size()), dtype)
                .add(capacitance().logAbsDeterminant(dtype).mul(2));
    }

    @Override
    public LowRankPlusDiagonal scaled(double factor) {
        return scaled(Variances.scalar("scaled covariance", factor));
    }

    @Override
    public LowRankPlusDiagonal scaled(Tensor factor) {
        return scaled(Variances.scalar("scaled covariance", factor, domain).flat(domain));
    }

    private LowRankPlusDiagonal scaled(Variances by) {
        return new LowRankPlusDiagonal(domain, diagonal.times(by), factor.scaledRows(by.sqrt()), sign);
    }

    @Override
    public String toString() {
        return "LowRankPlusDiagonal covariance on " + domain;
    }
}
