package org.pushforward.linalg.covariance;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/**
 * A covariance with known eigenvectors: C = Q diag(v) Q^T with orthogonal Q. Its inverse is Q diag(1 / v) Q^T, and Q diag(sqrt(v)) is a
 * square root. Adding an isotropic covariance only changes its variances.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public abstract sealed class Spectral implements Covariance
        permits Isotropic, Diagonal, DenseCovariance, Kronecker, Circulant {
    private final Basis basis;
    private final Variances variances;

    Spectral(Basis basis, Variances variances) {
        this.basis = basis;
        this.variances = variances;
    }

    /** Returns the covariance of the same kind with other variances along the same axes. */
    abstract Spectral with(Variances changed);

    Basis basis() {
        return basis;
    }

    Variances variances() {
        return variances;
    }

    Matrix matrix() {
        Matrix q = basis.matrix();
        Matrix scaled = q.transpose().scaledRows(variances.flat(domain()));
        return basis instanceof Basis.StandardBasis ? scaled : q.times(scaled);
    }

    @Override
    public Shape domain() {
        return basis.shape();
    }

    @Override
    public Tensor apply(Tensor x) {
        RowVectors.of(toString(), x, domain());
        return basis.synthesize(basis.analyze(x).mul(variances.in(x.dtype())));
    }

    @Override
    public Tensor color(Tensor white) {
        RowVectors.of("root of a " + this, white, domain());
        return basis.synthesize(white.mul(variances.sqrt().in(white.dtype())));
    }

    @Override
    public Tensor filter(Tensor x, Tensor variance) {
        RowVectors.of("filter of a " + this, x, domain());
        Variances noise = Variances.scalar("noise beside a " + this, variance, domain());
        Variances kept = variances.times(variances.plus(noise).reciprocal(this));
        return basis.synthesize(basis.analyze(x).mul(kept.in(x.dtype())));
    }

    @Override
    public Spectral inverse() {
        return with(variances.reciprocal(this));
    }

    @Override
    public Tensor logDet(DType dtype) {
        return variances.logSum(domain(), dtype);
    }

    @Override
    public Spectral scaled(double factor) {
        return with(variances.times(Variances.scalar("scaled covariance", factor)));
    }

    @Override
    public Spectral scaled(Tensor factor) {
        return with(variances.times(Variances.scalar("scaled covariance", factor, domain())));
    }

    /** Returns the kind and the domain, such as {@code Isotropic covariance on [3]}. */
    @Override
    public String toString() {
        return getClass().getSimpleName().replace("Covariance", "") + " covariance on " + domain();
    }
}
