package org.pushforward.model;

import org.pushforward.Stability;

/**
 * How a model learns: a description of one training step.
 *
 * @param <M> the models that it trains
 */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Objective<M> {

    /** Describes one step by calling {@link Step#minimize} once or more. It is traced once, not called at each step. */
    void describe(M model, Step step);

    /**
     * Describes what comes once before the first step, such as parameters that depend on the first batch. It may call {@link
     * Step#batch} and {@link Step#replace}, and does nothing unless an objective says otherwise.
     */
    default void begin(M model, Step step) {}

    /** Returns the objective that each model names as its usual one. */
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
