package org.pushforward.model;

import org.pushforward.Stability;

/**
 * Turns a model of a prior into a model of a posterior, with the same parameters and without training.
 *
 * @param <M> the models that it conditions
 * @param <N> the models that it makes
 */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Conditioner<M, N extends Model> {

    /** Returns the posterior, whose context holds what is observed. */
    N condition(M prior);
}
