package org.pushforward.train;

import java.util.Map;

/** Hears of the progress of training, on the thread that trains. */
@FunctionalInterface
public interface TrainingListener {

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
     * Called now and then with everything that is needed to go on from here, such as to keep it in a file. A number of steps lies
     * between two calls, see {@link Trainer#snapshots}.
     */
    default void reached(TrainingState state) {}

    /** Returns a listener that does nothing. */
    static TrainingListener silent() {
        return (iteration, iterations, losses) -> {};
    }
}
