package org.pushforward.train;

import java.util.Map;
import org.pushforward.Stability;

/** Hears of the progress of training, on the thread that trains. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface TrainingListener {

    /**
     * Called before the first step.
     *
     * @param iteration the number of steps done, which is more than 0 where training is resumed
     * @param iterations the number asked for
     */
    default void began(long iteration, long iterations) {}

    /**
     * Called after each step.
     *
     * @param iteration the number of steps done
     * @param iterations the number asked for
     * @param losses the losses and reported quantities of this step by name
     */
    void iterated(long iteration, long iterations, Map<String, Double> losses);

    /**
     * Called after each validation.
     *
     * @param iteration the number of steps done
     * @param losses the losses and reported quantities on held-out rows by name
     */
    default void validated(long iteration, Map<String, Double> losses) {}

    /**
     * Called now and then with the model as it is, such as to save or to look at it: every {@link Trainer#snapshots} steps, after each
     * validation with a lower loss than all before, and at the end unless a value was not finite.
     *
     * @param model the model, whose {@link Trained#state} is everything that is needed to go on from here
     */
    default void reached(Trained<?> model) {}

    /** Returns a listener that tells both, this one first. */
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
