package org.pushforward.linalg.covariance;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The covariance diag(v) of independent coordinates with individual variances. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Diagonal extends Spectral {
    Diagonal(Shape domain, Variances variances) {
        super(new Basis.StandardBasis(domain), variances);
    }

    /**
     * Returns diag(v).
     *
     * @param variances v, of the shape of the domain
     * @throws IllegalArgumentException if a variance is negative or not finite
     */
    public static Diagonal of(HostArray variances) {
        return new Diagonal(
                variances.shape(), Variances.known("diagonal covariance on " + variances.shape(), variances));
    }

    /**
     * Returns diag(v) for traced variances.
     *
     * @param variances v, of shape [..., domain]
     */
    public static Diagonal of(Shape domain, Tensor variances) {
        RowVectors.of("variances of a diagonal covariance", variances, domain);
        return new Diagonal(domain, new Variances.TracedVariances(variances));
    }

    @Override
    Diagonal with(Variances changed) {
        return new Diagonal(domain(), changed);
    }
}
