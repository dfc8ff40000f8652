package org.pushforward.train;

import java.util.Map;

/** Hears of the progress of training, on the thread that trains. */
@FunctionalInterface
public interface TrainingListener {

    /**
     * Called after each iteration.
     *
     * @param iteration the number of iterations done
     * @param iterations the number asked for
     * @param losses the losses of this iteration by name
     */
    void iterated(long iteration, long iterations, Map<String, Double> losses);

    /** Returns a listener that does nothing. */
    static TrainingListener silent() {
        return (iteration, iterations, losses) -> {};
    }
}
