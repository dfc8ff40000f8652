package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.Shape;

/**
 * The distribution N(mean, variance I) for each row, with one variance for all rows and coordinates:
 *
 * <pre>
 * log p(x) = -|x - mean|^2 / (2 variance) - (d / 2) log(2 pi variance)
 * </pre>
 *
 * @param mean of shape [n, ...], with d elements in a row
 * @param logVariance log variance, a scalar
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record IsotropicNormal(Tensor mean, Tensor logVariance) implements Distribution {
    /** Refuses a variance that is not a scalar. */
    public IsotropicNormal {
        if (logVariance.shape().rank() != 0) {
            throw new IllegalArgumentException(
                    "log-variance of type " + logVariance.type() + " of an isotropic normal: expected a scalar");
        }
    }

    @Override
    public Shape event() {
        return mean.shape().without(0);
    }

    @Override
    public Tensor logProb(Tensor x) {
        Events.check("x", x, event());
        Tensor error = Events.sum(x.sub(mean).square());
        Tensor misfit = error.mul(logVariance.neg().exp()).mul(-0.5);
        return misfit.sub(logVariance.add(Math.log(2 * Math.PI)).mul(0.5 * event().size()));
    }

    @Override
    public Tensor sample(Noise noise, int count) {
        if (count != mean.dim(0)) {
            throw new IllegalArgumentException(count + " samples of a distribution for each of " + mean.dim(0)
                    + " rows: expected one for each row");
        }
        return mean.add(logVariance.mul(0.5).exp().mul(noise.normal(mean.shape().dims())));
    }
}
