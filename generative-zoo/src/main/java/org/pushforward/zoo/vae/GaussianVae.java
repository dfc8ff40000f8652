package org.pushforward.zoo.vae;

import java.util.List;
import java.util.function.Function;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Iteration;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.PushForward;

/**
 * A variational autoencoder with Gaussian prior, posterior and likelihood, whose likelihood variance is learnt or given:
 *
 * <pre>
 * z ~ N(0, I),   x | z ~ N(decoder(z), s^2 I),   q(z | x) = N(m(x), diag v(x))
 * ELBO = E_q [ -|x - decoder(z)|^2 / (2 s^2) - (d/2) log(2 pi s^2) ] - KL(q || N(0, I))
 * KL   = 1/2 sum ( v + m^2 - 1 - log v )
 * </pre>
 *
 * <p>The term in log s^2 is kept, since s is learnt. Kingma and Welling, <i>Auto-encoding variational Bayes</i>, 2014.
 */
public final class GaussianVae implements PushForward {
    /** The name of the only group of parameters, and of the loss, which is -ELBO in nats. */
    public static final String GROUP = "vae";

    private final int dimension;
    private final int latent;
    private final Mlp encoder;
    private final Mlp decoder;
    private final Tensor logVariance;
    private final ParameterGroup parameters;

    /**
     * Makes one whose likelihood variance is learnt, with SiLU between layers.
     *
     * @param dimension the number d of coordinates
     * @param latent the number of latent coordinates
     * @param hidden the width of the two hidden layers of encoder and decoder
     */
    public GaussianVae(int dimension, int latent, int hidden) {
        this(
                dimension,
                latent,
                hidden,
                Activation.SILU,
                scope -> scope.parameter("log_variance", Shape.scalar(), Initializer.zeros()));
    }

    /**
     * Returns one whose likelihood variance is given.
     *
     * @param dimension the number d of coordinates
     * @param latent the number of latent coordinates
     * @param hidden the width of the two hidden layers of encoder and decoder
     * @param activation what stands between layers
     * @param variance s^2, positive
     */
    public static GaussianVae withVariance(
            int dimension, int latent, int hidden, Activation activation, double variance) {
        if (!(variance > 0)) {
            throw new IllegalArgumentException("variance = " + variance + " of a VAE: expected a positive number");
        }
        double logVariance = Math.log(variance);
        return new GaussianVae(dimension, latent, hidden, activation, scope -> Tensor.scalar(DType.F32, logVariance));
    }

    private GaussianVae(
            int dimension, int latent, int hidden, Activation activation, Function<Scope, Tensor> logVariance) {
        if (dimension < 1 || latent < 1 || hidden < 1) {
            throw new IllegalArgumentException("VAE of dimension " + dimension + " with " + latent
                    + " latent coordinates and width " + hidden + ": expected 1 each at least");
        }
        Scope scope = Scope.root();
        this.dimension = dimension;
        this.latent = latent;
        this.encoder = new Mlp(scope.child("encoder"), activation, dimension, hidden, hidden, 2 * latent);
        this.decoder = new Mlp(scope.child("decoder"), activation, latent, hidden, hidden, dimension);
        this.logVariance = logVariance.apply(scope);
        this.parameters = new ParameterGroup(GROUP, scope.parameters());
    }

    /**
     * The posterior of the latent coordinates.
     *
     * @param mean m, of shape [n, latent]
     * @param logVariance log v, of shape [n, latent]
     */
    public record Posterior(Tensor mean, Tensor logVariance) {

        /** Returns m + sqrt(v) noise. */
        public Tensor sample(Tensor noise) {
            return mean.add(logVariance.mul(0.5).exp().mul(noise));
        }

        /** Returns KL(q || N(0, I)) of each row, of shape [n]. */
        public Tensor divergenceFromPrior() {
            return logVariance
                    .exp()
                    .add(mean.square())
                    .sub(1)
                    .sub(logVariance)
                    .sum(1)
                    .mul(0.5);
        }
    }

    /** Returns q(z | x) for each row. */
    public Posterior encode(Tensor x) {
        Tensor both = encoder.apply(x);
        return new Posterior(both.slice(1, 0, latent), both.slice(1, latent, 2 * latent));
    }

    /** Returns the mean of x given z, for each row. */
    public Tensor decode(Tensor z) {
        return decoder.apply(z);
    }

    /**
     * Returns an unbiased estimate of the ELBO of each row, in nats, of shape [n].
     *
     * @param x data, of shape [n, d]
     * @param noise from N(0, 1), of shape [n, latent]
     */
    public Tensor elbo(Tensor x, Tensor noise) {
        Posterior posterior = encode(x);
        Tensor error = x.sub(decode(posterior.sample(noise))).square().sum(1);
        Tensor misfit = error.mul(logVariance.neg().exp()).mul(-0.5);
        Tensor normalisation = logVariance.add(Math.log(2 * Math.PI)).mul(0.5 * dimension);
        return misfit.sub(normalisation).sub(posterior.divergenceFromPrior());
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(parameters);
    }

    @Override
    public void iterate(Iteration iteration) {
        Tensor noise = iteration.normal(iteration.batch(), latent);
        iteration.minimise(GROUP, elbo(iteration.data(), noise).mean().neg());
    }

    @Override
    public Shape sampleShape() {
        return Shape.of(dimension);
    }

    /** Returns the shape of the latent coordinates and of the noise of the likelihood, one after the other. */
    @Override
    public Shape noiseShape() {
        return Shape.of(latent + dimension);
    }

    @Override
    public Tensor push(Tensor noise) {
        Tensor mean = decode(noise.slice(1, 0, latent));
        return mean.add(logVariance.mul(0.5).exp().mul(noise.slice(1, latent, latent + dimension)));
    }
}
