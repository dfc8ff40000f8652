package org.pushforward.zoo.gan;

import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.model.Step;

/**
 * The objective of a Wasserstein GAN with gradient penalty. The critic minimizes
 *
 * <pre>
 * -( E critic(x) - E critic(G(z)) ) + lambda penalty
 * </pre>
 *
 * several times for each time that the generator minimizes -E critic(G(z)). One training step contains all of these updates, and each uses
 * fresh samples.
 *
 * <p>Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville, <i>Improved training of Wasserstein GANs</i>, 2017.
 *
 * @param lambda the weight of the penalty, positive
 * @param criticSteps the number of critic steps for each generator step, 1 or more
 * @param sides whether the penalty applies to slopes below one too
 */
public record WassersteinGp(double lambda, int criticSteps, Sides sides) implements Objective<WassersteinGan> {
    /** The slopes that the penalty applies to. */
    public enum Sides {
        /** Slopes above one: E max(0, |grad| - 1)^2. */
        ONE,
        /** Slopes above and below one: E (|grad| - 1)^2. */
        TWO
    }

    /** Refuses values out of range. */
    public WassersteinGp {
        if (!(lambda > 0) || criticSteps < 1) {
            throw new IllegalArgumentException("WGAN-GP with lambda " + lambda + " and " + criticSteps
                    + " critic steps: expected a positive lambda and at least 1 step");
        }
    }

    @Override
    public void describe(WassersteinGan gan, Step step) {
        int n = step.rows();
        for (int i = 0; i < criticSteps; i++) {
            Tensor fake = gan.generate(step, n).stopGradient();
            Tensor real = step.batch().x();
            step.minimize(
                    gan.criticGroup(),
                    criticLoss(
                            gan, real, fake, step.uniform(real.shape().perRow().dims())));
        }
        Tensor fake = gan.generate(step, n);
        step.minimize(gan.generatorGroup(), gan.critic().apply(fake).mean().neg());
    }

    /**
     * Returns the critic's loss.
     *
     * @param real data, of shape [n, ...]
     * @param fake generated samples, of the same shape
     * @param u uniform on [0, 1), of shape [n, 1, ..., 1] with as many axes
     */
    public Tensor criticLoss(WassersteinGan gan, Tensor real, Tensor fake, Tensor u) {
        Events.check("data of a GAN", real, gan.event());
        Events.check("samples of the generator", fake, gan.event());
        Tensor distance =
                gan.critic().apply(real).mean().sub(gan.critic().apply(fake).mean());
        return GradientPenalty.of(gan.critic(), real, fake, u, sides)
                .mul(lambda)
                .sub(distance);
    }
}
