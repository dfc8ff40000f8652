package org.pushforward.zoo.vae;

import java.util.List;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.DiagonalNormal;
import org.pushforward.distribution.Distribution;
import org.pushforward.distribution.Events;
import org.pushforward.distribution.IsotropicNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DecodingModel;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.SampledModel;
import org.pushforward.model.Step;
import org.pushforward.nn.Layer;
import org.pushforward.sample.PushForward;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.Shape;

/**
 * A variational autoencoder: a prior, a Gaussian likelihood around a decoder, and a Gaussian posterior from an encoder.
 *
 * <pre>
 * z ~ prior,   x | z ~ N(decoder(z), s^2 I),   q(z | x) = N(m(x), diag v(x))
 * </pre>
 *
 * <p>The objective is separate: {@link Elbo}, the default, or {@link ImportanceWeighted}. Kingma and
 * Welling, <i>Auto-encoding variational Bayes</i>, 2014; Rezende, Mohamed and Wierstra, <i>Stochastic backpropagation and
 * approximate inference in deep generative models</i>, 2014.
 *
 * @param event the shape of one sample
 * @param encoder maps data of shape [n, ...] to m followed by the raw log v, of shape [n, 2 latent]
 * @param decoder maps latent coordinates of shape [n, latent] to the mean of the data, of shape [n, ...]
 * @param prior the distribution of the latent vectors
 * @param logVariance log s^2, a scalar: a parameter or a constant
 * @param group all parameters
 */
public record Vae(
        Shape event, Layer encoder, Layer decoder, Distribution prior, Tensor logVariance, ParameterGroup group)
        implements SampledModel, DecodingModel {
    /** The default name of the parameter group and therefore of the loss. */
    public static final String GROUP = "vae";

    /** The bound of |log v|. Both e^20 and e^-20 are far beyond any realistic variance and far from overflow. */
    private static final double BOUND = 20;

    @Override
    public Schema schema() {
        return Schema.of(event);
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(group);
    }

    /**
     * Returns q(z | x) for each row. The raw log-variance r of the encoder is softly bounded as log v = 20 tanh(r / 20), so that no input
     * makes it overflow.
     */
    public DiagonalNormal posterior(Tensor x) {
        Events.check("data of a VAE", x, event);
        int latent = prior.event().dim(0);
        Tensor both = encoder.apply(x);
        Events.check("mean and log-variance of the encoder", both, Shape.of(2 * latent));
        Tensor raw = both.slice(1, latent, 2 * latent);
        return new DiagonalNormal(
                both.slice(1, 0, latent), raw.mul(1 / BOUND).tanh().mul(BOUND));
    }

    /** Returns p(x | z) for each row. */
    public IsotropicNormal likelihood(Tensor z) {
        Events.check("latent coordinates of a VAE", z, prior.event());
        return new IsotropicNormal(decoder.apply(z), logVariance);
    }

    /** Minimizes the negative ELBO. */
    @Override
    public void learn(Step step) {
        new Elbo(1).describe(this, step);
    }

    @Override
    public Sampler<?> sampler() {
        return new PushForward(event, Schema.empty(), (noise, rows, context) -> likelihood(prior.sample(noise, rows))
                .sample(noise, rows));
    }

    /** Returns the posterior mean m of each row. */
    @Override
    public Tensor encode(Tensor x, Context context) {
        return posterior(x).mean();
    }

    /** Returns the mean of p(x | z) for each row. */
    @Override
    public Tensor decode(Tensor z, Context context) {
        return likelihood(z).mean();
    }
}
