package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.Shape;

/**
 * The distribution N(mean, diag(variance)) for each row, given the logarithm of the variance:
 *
 * <pre>
 * log p(x) = -1/2 sum ( (x - mean)^2 / variance + log variance + log(2 pi) )
 * </pre>
 *
 * @param mean of shape [n, ...]
 * @param logVariance log variance, with the mean's shape or one that broadcasts to it
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record DiagonalNormal(Tensor mean, Tensor logVariance) implements Distribution {
    /** Refuses a variance with fewer axes, which would broadcast along the wrong axes. */
    public DiagonalNormal {
        if (logVariance.shape().rank() != 0
                && logVariance.shape().rank() != mean.shape().rank()) {
            throw new IllegalArgumentException("log-variance of type " + logVariance.type() + " with a mean of type "
                    + mean.type() + ": expected as many axes, or a scalar");
        }
    }

    @Override
    public Shape event() {
        return mean.shape().without(0);
    }

    @Override
    public Tensor logProb(Tensor x) {
        Events.check("x", x, event());
        Tensor scaled = x.sub(mean).square().mul(logVariance.neg().exp());
        Tensor normalization = logVariance.add(Math.log(2 * Math.PI));
        return Events.sum(scaled.add(normalization)).mul(-0.5);
    }

    /**
     * Returns mean + sqrt(variance) noise.
     *
     * @param noise from N(0, 1), of the mean's shape
     */
    public Tensor sample(Tensor noise) {
        Events.check("noise", noise, event());
        return mean.add(logVariance.mul(0.5).exp().mul(noise));
    }

    @Override
    public Tensor sample(Noise noise, int count) {
        if (count != mean.dim(0)) {
            throw new IllegalArgumentException(count + " samples of a distribution for each of " + mean.dim(0)
                    + " rows: expected one for each row");
        }
        return sample(noise.normal(mean.shape().dims()));
    }

    /** Returns KL(this || N(0, I)) = 1/2 sum(variance + mean^2 - 1 - log variance) of each row, of shape [n]. */
    public Tensor divergenceFromStandard() {
        return Events.sum(logVariance.exp().add(mean.square()).sub(1).sub(logVariance))
                .mul(0.5);
    }
}
