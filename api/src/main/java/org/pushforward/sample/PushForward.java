package org.pushforward.sample;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.ConditionalDistribution;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.Shape;

/**
 * A sampler without steps: samples are a function of noise, as for a flow, a VAE or the generator of a GAN.
 *
 * @param event the shape of one sample
 * @param context the columns that samples are conditioned on
 * @param map the function
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record PushForward(Shape event, Schema context, Map map) implements Sampler<Tensor> {
    /** A function from noise to samples. */
    @FunctionalInterface
    public interface Map {
        /** Returns samples of shape [rows, ...]. */
        Tensor apply(Noise noise, int rows, Context context);
    }

    /** Returns the sampler of a distribution. */
    public static PushForward of(ConditionalDistribution distribution) {
        return new PushForward(distribution.event(), distribution.context(), (noise, rows, context) -> distribution
                .given(context)
                .sample(noise, rows));
    }

    @Override
    public Tensor init(Noise noise, int rows, Context given) {
        return map.apply(noise, rows, given);
    }

    @Override
    public Tensor result(Tensor state, Context given) {
        return state;
    }
}
