package org.pushforward.zoo;

import java.util.List;
import java.util.Map;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * A way from noise to samples: a beginning, steps that lead on from it, and an end.
 *
 * <p>A sampler is its formulas and nothing else. It is traced over a batch, and a sample never sees another one of its
 * batch; {@link SamplingLoop} owns keys, loops and progress. A model whose samples are a function of noise, such as a flow
 * or the generator of a GAN, has a beginning only.
 */
public interface Sampler {

    /** Returns the shape of the noise that one sample begins from. */
    Shape noiseShape();

    /** Returns the names and shapes, for one sample, of what samples are conditioned on. */
    default Map<String, Shape> context() {
        return Map.of();
    }

    /**
     * Returns the beginnings of a batch of samples.
     *
     * @param noise from N(0, 1), of shape [n, ...]
     * @param context what samples are conditioned on, by name, each of shape [n, ...]
     */
    Tensor init(Tensor noise, Map<String, Tensor> context);

    /** Returns the number of steps. */
    default int steps() {
        return 0;
    }

    /** Returns the numbers that a step needs, such as its noise levels; all steps need equally many. */
    default double[] coefficients(int step) {
        return new double[0];
    }

    /** Returns whether steps need noise. */
    default boolean isStochastic() {
        return false;
    }

    /**
     * Returns the samples after a step.
     *
     * @param x the samples before, of shape [n, ...]
     * @param step what the step is given
     */
    default Tensor step(Tensor x, Step step) {
        return x;
    }

    /**
     * Returns the samples from those that the last step left; it is for what comes once and unlike a step, such as the
     * move from the lowest noise level to none.
     *
     * @param x the samples after all steps, of shape [n, ...]
     * @param context what samples are conditioned on, by name
     */
    default Tensor finish(Tensor x, Map<String, Tensor> context) {
        return x;
    }

    /**
     * What a step is given.
     *
     * @param coefficients the numbers of this step, each a scalar
     * @param noise from N(0, 1), of the samples' shape; not to be used unless the sampler is stochastic
     * @param context what samples are conditioned on, by name
     */
    record Step(List<Tensor> coefficients, Tensor noise, Map<String, Tensor> context) {}
}
