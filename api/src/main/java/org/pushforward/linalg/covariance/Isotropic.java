package org.pushforward.linalg.covariance;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** The covariance v I of independent coordinates with the same variance. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Isotropic extends Spectral {
    Isotropic(Shape domain, Variances variance) {
        super(new Basis.StandardBasis(domain), variance);
    }

    /**
     * Returns v I.
     *
     * @param variance v
     * @throws IllegalArgumentException if the variance is negative or not finite
     */
    public static Isotropic of(Shape domain, double variance) {
        return new Isotropic(domain, Variances.scalar("isotropic covariance on " + domain, variance));
    }

    /**
     * Returns v I for a traced variance or one variance for each row.
     *
     * @param variance v, a scalar or of shape [..., 1, ..., 1] with as many ones as the domain has axes
     */
    public static Isotropic of(Shape domain, Tensor variance) {
        return new Isotropic(domain, Variances.scalar("isotropic covariance on " + domain, variance, domain));
    }

    @Override
    Isotropic with(Variances changed) {
        return new Isotropic(domain(), changed);
    }
}
