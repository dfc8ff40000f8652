package org.pushforward.zoo.gan;

import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Iteration;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.PushForward;

/**
 * The Wasserstein GAN with gradient penalty. The critic minimises
 *
 * <pre>
 * -( E critic(x) - E critic(G(z)) ) + lambda E ( |grad critic(h)| - 1 )^2
 * </pre>
 *
 * several times for each time that the generator minimises -E critic(G(z)); one iteration holds them all.
 *
 * <p>Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville, <i>Improved training of Wasserstein GANs</i>, 2017.
 */
public final class WganGp implements PushForward {
    /** The name of the critic's parameters. */
    public static final String CRITIC = "critic";
    /** The name of the generator's parameters. */
    public static final String GENERATOR = "generator";

    private final int dimension;
    private final int latent;
    private final int criticSteps;
    private final double lambda;
    private final Mlp generator;
    private final Mlp critic;
    private final List<ParameterGroup> groups;

    /**
     * Makes one.
     *
     * @param dimension the number of coordinates
     * @param latent the number of coordinates of the noise
     * @param hidden the width of the three hidden layers of generator and critic
     * @param criticSteps the number of steps of the critic for each of the generator
     * @param lambda the weight of the penalty
     */
    public WganGp(int dimension, int latent, int hidden, int criticSteps, double lambda) {
        if (dimension < 1 || latent < 1 || hidden < 1 || criticSteps < 1 || !(lambda > 0)) {
            throw new IllegalArgumentException("WGAN-GP of dimension " + dimension + " with " + latent
                    + " latent coordinates, width " + hidden + ", " + criticSteps + " critic steps and lambda " + lambda
                    + ": expected 1 each at least, and a positive lambda");
        }
        this.dimension = dimension;
        this.latent = latent;
        this.criticSteps = criticSteps;
        this.lambda = lambda;
        Scope scope = Scope.root();
        Scope ofGenerator = scope.child(GENERATOR);
        Scope ofCritic = scope.child(CRITIC);
        this.generator = new Mlp(ofGenerator, Activation.RELU, latent, hidden, hidden, hidden, dimension);
        this.critic = new Mlp(ofCritic, Activation.LEAKY_RELU, dimension, hidden, hidden, hidden, 1);
        this.groups = List.of(
                new ParameterGroup(CRITIC, ofCritic.parameters()),
                new ParameterGroup(GENERATOR, ofGenerator.parameters()));
    }

    /** Returns the sample that each row of noise becomes. */
    public Tensor generate(Tensor z) {
        return generator.apply(z);
    }

    /** Returns the critic's value of each row, of shape [n, 1]. */
    public Tensor criticise(Tensor x) {
        return critic.apply(x);
    }

    /**
     * Returns what the critic minimises.
     *
     * @param real data, of shape [n, d]
     * @param fake generated samples, of shape [n, d]
     * @param u uniform on [0, 1), of shape [n, 1]
     */
    public Tensor criticLoss(Tensor real, Tensor fake, Tensor u) {
        Tensor distance = criticise(real).mean().sub(criticise(fake).mean());
        return GradientPenalty.of(critic, real, fake, u).mul(lambda).sub(distance);
    }

    @Override
    public List<ParameterGroup> groups() {
        return groups;
    }

    @Override
    public void iterate(Iteration iteration) {
        int n = iteration.batch();
        for (int i = 0; i < criticSteps; i++) {
            Tensor fake = generate(iteration.normal(n, latent)).stopGradient();
            iteration.minimise(CRITIC, criticLoss(iteration.data(), fake, iteration.uniform(n, 1)));
        }
        Tensor fake = generate(iteration.normal(n, latent));
        iteration.minimise(GENERATOR, criticise(fake).mean().neg());
    }

    @Override
    public Shape sampleShape() {
        return Shape.of(dimension);
    }

    @Override
    public Shape noiseShape() {
        return Shape.of(latent);
    }

    @Override
    public Tensor push(Tensor noise) {
        return generate(noise);
    }
}
