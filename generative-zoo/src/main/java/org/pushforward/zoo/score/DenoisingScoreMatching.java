package org.pushforward.zoo.score;

import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.model.Step;

/**
 * The training loss of a denoiser:
 *
 * <pre>
 * E w(sigma) |D(x + sigma z, sigma) - x|^2 / d
 * </pre>
 *
 * <p>The usual weight is that of the parameterization, w = 1 / c_out(sigma)^2. Vincent, <i>A connection between score
 * matching and denoising autoencoders</i>, 2011; Karras, Aittala, Aila and Laine, 2022.
 *
 * @param weight w
 * @param levels the distribution of noise levels in training
 * @param conditioning provides the context of each row
 */
public record DenoisingScoreMatching(LossWeight weight, NoiseDistribution levels, Conditioning conditioning)
        implements Objective<DiffusionModel> {
    /** Makes the loss with contexts from the data. */
    public DenoisingScoreMatching(LossWeight weight, NoiseDistribution levels) {
        this(weight, levels, Conditioning.recorded());
    }

    @Override
    public void describe(DiffusionModel model, Step step) {
        Batch batch = step.batch();
        Tensor x = batch.x();
        Events.check("data of a diffusion model", x, model.event());
        Context context = conditioning.context(model.learned().context(), batch, step);
        Tensor normal = step.normal(x.shape().perRow().dims());
        Tensor noise = step.normal(x.shape().dims());
        step.minimize(model.group(), loss(model.learned(), context, x, normal, noise));
    }

    /**
     * Returns the loss of a batch, a scalar.
     *
     * @param denoiser the denoiser
     * @param context the context of each row
     * @param x data, of shape [n, ...]
     * @param normal from N(0, 1), of shape [n, 1, ..., 1] with as many axes as x; determines the noise levels
     * @param noise from N(0, 1), of the shape of x
     */
    public Tensor loss(ConditionalDenoiser denoiser, Context context, Tensor x, Tensor normal, Tensor noise) {
        Levels.check(normal, x);
        Tensor sigma = levels.levels(normal);
        Tensor error =
                denoiser.given(context).denoise(x.add(sigma.mul(noise)), sigma).sub(x);
        return error.square().mul(weight.weight(sigma, context)).mean();
    }
}
