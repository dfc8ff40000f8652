package org.pushforward.train;

import java.util.Map;
import org.pushforward.Stability;

/** Receives the progress of training on the training thread. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface TrainingListener {

    /**
     * Called before the first step.
     *
     * @param iteration the number of completed steps, which is positive if training is resumed
     * @param iterations the requested number of steps
     */
    default void began(long iteration, long iterations) {}

    /**
     * Called after each step.
     *
     * @param iteration the number of completed steps
     * @param iterations the requested number of steps
     * @param losses the losses and reported quantities of this step by name
     */
    void iterated(long iteration, long iterations, Map<String, Double> losses);

    /**
     * Called after each validation.
     *
     * @param iteration the number of completed steps
     * @param losses the losses and reported quantities on held-out rows by name
     */
    default void validated(long iteration, Map<String, Double> losses) {}

    /**
     * Called with the current model, for example to save or inspect it. This happens every {@link Trainer#snapshots} steps, after each
     * validation with a new lowest loss, and at the end unless a value was not finite.
     *
     * @param model the model, whose {@link Trained#state} can resume training from here
     */
    default void reached(Trained<?> model) {}

    /** Returns a listener that notifies both listeners, this one first. */
    default TrainingListener and(TrainingListener other) {
        TrainingListener first = this;
        return new TrainingListener() {
            @Override
            public void began(long iteration, long iterations) {
                first.began(iteration, iterations);
                other.began(iteration, iterations);
            }

            @Override
            public void iterated(long iteration, long iterations, Map<String, Double> losses) {
                first.iterated(iteration, iterations, losses);
                other.iterated(iteration, iterations, losses);
            }

            @Override
            public void validated(long iteration, Map<String, Double> losses) {
                first.validated(iteration, losses);
                other.validated(iteration, losses);
            }

            @Override
            public void reached(Trained<?> model) {
                first.reached(model);
                other.reached(model);
            }
        };
    }

    /** Returns a listener that does nothing. */
    static TrainingListener silent() {
        return (iteration, iterations, losses) -> {};
    }
}
