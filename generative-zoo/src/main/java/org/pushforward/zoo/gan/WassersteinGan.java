package org.pushforward.zoo.gan;

import java.util.List;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Distribution;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.SampledModel;
import org.pushforward.model.Step;
import org.pushforward.nn.Layer;
import org.pushforward.random.Noise;
import org.pushforward.sample.PushForward;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.Shape;

/**
 * A generator and a critic: the generator turns noise into samples, and the critic distinguishes them from data.
 *
 * <p>{@link WassersteinGp} is one objective for it. Arjovsky, Chintala and Bottou, <i>Wasserstein generative adversarial networks</i>,
 * 2017.
 *
 * @param event the shape of one sample
 * @param latent the distribution of the noise
 * @param generator maps noise to samples
 * @param critic maps samples to one score for each row, of shape [n, 1]
 * @param criticGroup the parameters of the critic
 * @param generatorGroup the parameters of the generator
 * @param objective the training objective
 */
public record WassersteinGan(
        Shape event,
        Distribution latent,
        Layer generator,
        Layer critic,
        ParameterGroup criticGroup,
        ParameterGroup generatorGroup,
        Objective<? super WassersteinGan> objective)
        implements SampledModel {
    /** The default name of the critic's parameter group. */
    public static final String CRITIC = "critic";
    /** The default name of the generator's parameter group. */
    public static final String GENERATOR = "generator";

    @Override
    public Schema schema() {
        return Schema.of(event);
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(criticGroup, generatorGroup);
    }

    /** Returns samples of shape [count, ...]. */
    public Tensor generate(Noise noise, int count) {
        return generator.apply(latent.sample(noise, count));
    }

    @Override
    public void learn(Step step) {
        objective.describe(this, step);
    }

    @Override
    public Sampler<?> sampler() {
        return new PushForward(event, Schema.empty(), (noise, rows, context) -> generate(noise, rows));
    }
}
