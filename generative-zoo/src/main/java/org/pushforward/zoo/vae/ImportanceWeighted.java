package org.pushforward.zoo.vae;

import org.pushforward.distribution.DiagonalNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.model.Step;
import org.pushforward.random.Noise;
import org.pushforward.tensor.Shape;

/**
 * The importance-weighted bound. It is the ELBO for k = 1 and approaches log p(x) as k grows:
 *
 * <pre>
 * E log( 1/k sum_j p(x, z_j) / q(z_j | x) ),   z_1, ..., z_k ~ q
 * </pre>
 *
 * <p>Burda, Grosse and Salakhutdinov, <i>Importance weighted autoencoders</i>, 2016.
 *
 * @param samples k, 1 or more
 */
public record ImportanceWeighted(int samples) implements Objective<Vae> {
    /** Refuses less than one sample. */
    public ImportanceWeighted {
        if (samples < 1) {
            throw new IllegalArgumentException("samples = " + samples + " of a bound: expected 1 or more");
        }
    }

    @Override
    public void describe(Vae vae, Step step) {
        step.minimize(vae.group(), of(vae, step.batch().x(), step).mean().neg());
    }

    /** Returns an estimate of the bound of each row, in nats, of shape [n]. */
    public Tensor of(Vae vae, Tensor x, Noise noise) {
        int n = x.dim(0);
        DiagonalNormal encoded = vae.posterior(x);
        DiagonalNormal q = new DiagonalNormal(repeated(encoded.mean()), repeated(encoded.logVariance()));
        Tensor z = q.sample(noise, n * samples);
        Tensor logWeights = vae.likelihood(z)
                .logProb(repeated(x))
                .add(vae.prior().logProb(z))
                .sub(q.logProb(z))
                .reshape(n, samples);
        Tensor largest = logWeights.maxOver(1).stopGradient().expandDims(1);
        return logWeights.sub(largest).exp().mean(1).log().add(largest.reshape(n));
    }

    /** Repeats each row k times: row i becomes rows i k to (i + 1) k - 1 of the result. */
    private Tensor repeated(Tensor rows) {
        Shape shape = rows.shape();
        return rows.expandDims(1)
                .broadcastTo(shape.without(0).prepend(samples).prepend(shape.dim(0)))
                .reshape(shape.with(0, shape.dim(0) * samples));
    }
}
