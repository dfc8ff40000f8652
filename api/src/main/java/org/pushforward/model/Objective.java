package org.pushforward.model;

import org.pushforward.Stability;

/**
 * A training objective: the description of one training step.
 *
 * @param <M> the type of the models that it trains
 */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Objective<M> {

    /** Describes one step by calling {@link Step#minimize} once or more. It is called once for tracing, not in each step. */
    void describe(M model, Step step);

    /**
     * Describes the initialization before the first step, for example of parameters that depend on the first batch. It may call
     * {@link Step#batch} and {@link Step#replace}, and does nothing by default.
     */
    default void begin(M model, Step step) {}

    /** Returns the objective that uses the default of each model. */
    static Objective<Model> usual() {
        return new Objective<>() {
            @Override
            public void describe(Model model, Step step) {
                model.learn(step);
            }

            @Override
            public void begin(Model model, Step step) {
                model.begin(step);
            }
        };
    }
}
