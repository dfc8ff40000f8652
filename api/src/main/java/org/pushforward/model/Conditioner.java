package org.pushforward.model;

import org.pushforward.Stability;

/**
 * Turns a model of a prior into a model of a posterior, with the same parameters and without training.
 *
 * @param <M> the type of the prior models
 * @param <N> the type of the posterior models
 */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Conditioner<M, N extends Model> {

    /** Returns the posterior, whose context contains the observation. */
    N condition(M prior);
}
