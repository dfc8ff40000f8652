package org.pushforward.zoo.score;

import java.util.Map;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** A denoiser for each value of something observed, so that every sampler of denoisers samples a posterior. */
public interface ConditionalDenoiser {

    /** Returns the names and shapes, for one sample, of what is conditioned on. */
    Map<String, Shape> context();

    /**
     * Returns the denoiser for observed values.
     *
     * @param context the values by name, each of shape [n, ...]
     */
    Denoiser given(Map<String, Tensor> context);
}
