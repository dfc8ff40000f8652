package org.pushforward.zoo.vae;

import org.pushforward.distribution.DiagonalNormal;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.model.Step;
import org.pushforward.random.Noise;

/**
 * The evidence lower bound with a weight on the divergence:
 *
 * <pre>
 * E_q log p(x | z) - beta KL(q(z | x) || prior)
 * </pre>
 *
 * <p>With beta = 1 it bounds log p(x) from below. A larger beta pulls the latent coordinates closer to the prior.
 * Kingma and Welling, <i>Auto-encoding variational Bayes</i>, 2014; Higgins, Matthey, Pal, Burgess, Glorot, Botvinick, Mohamed and
 * Lerchner, <i>beta-VAE: learning basic visual concepts with a constrained variational framework</i>, 2017.
 *
 * @param beta the weight, 0 or more
 */
public record Elbo(double beta) implements Objective<Vae> {
    /** Refuses a negative weight. */
    public Elbo {
        if (!(beta >= 0)) {
            throw new IllegalArgumentException("beta = " + beta + " of an ELBO: expected 0 or more");
        }
    }

    @Override
    public void describe(Vae vae, Step step) {
        step.minimize(vae.group(), of(vae, step.batch().x(), step).mean().neg());
    }

    /** Returns an unbiased estimate of the bound of each row, in nats, of shape [n]. */
    public Tensor of(Vae vae, Tensor x, Noise noise) {
        DiagonalNormal q = vae.posterior(x);
        Tensor z = q.sample(noise, x.dim(0));
        Tensor divergence = vae.prior() instanceof StandardNormal
                ? q.divergenceFromStandard()
                : q.logProb(z).sub(vae.prior().logProb(z));
        return vae.likelihood(z).logProb(x).sub(beta == 1 ? divergence : divergence.mul(beta));
    }
}
