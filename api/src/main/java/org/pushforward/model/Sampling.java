package org.pushforward.model;

import org.pushforward.Stability;
import org.pushforward.sample.Sampler;

/**
 * A sampling method for one type of models, such as Heun's method for diffusion models.
 *
 * @param <M> the type of the models
 */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Sampling<M> {

    /** Returns the sampler of a model. */
    Sampler<?> of(M model);
}
