package org.pushforward.zoo.vae;

import org.pushforward.distribution.DiagonalNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.train.Objective;
import org.pushforward.train.Step;

/**
 * The importance-weighted bound, which is the ELBO for k = 1 and rises to log p(x) as k grows:
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
    /** Refuses fewer samples than 1. */
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
        // Row i of x is rows i k to (i + 1) k - 1 of its repetition.
        Tensor rows = x.expandDims(1)
                .broadcastTo(x.shape().without(0).prepend(samples).prepend(n));
        Tensor repeated = rows.reshape(x.shape().with(0, n * samples));
        DiagonalNormal q = vae.posterior(repeated);
        Tensor z = q.sample(noise, n * samples);
        Tensor logWeights = vae.likelihood(z)
                .logProb(repeated)
                .add(vae.prior().logProb(z))
                .sub(q.logProb(z))
                .reshape(n, samples);
        Tensor largest = logWeights.maxOver(1).stopGradient().expandDims(1);
        return logWeights.sub(largest).exp().mean(1).log().add(largest.reshape(n));
    }
}
