package org.pushforward.benchmark.run;

import org.pushforward.benchmark.report.ModelResult;

/** Hears of the progress of a run, on the thread that runs. */
public interface RunListener {

    /**
     * A model on an engine, and its place among all that are to be run.
     *
     * @param comparison the name of the comparison
     * @param model the title of the model
     * @param backend the engine
     * @param number its number, from 1
     * @param total how many there are
     */
    record Task(String comparison, String model, String backend, int number, int total) {}

    /** Called when work on a model begins. */
    default void started(Task task) {}

    /** Called after each iteration of training. */
    default void iterated(Task task, long iteration, long iterations) {}

    /** Called when samples are about to be drawn and scored. */
    default void sampling(Task task, String sampler) {}

    /** Called when work on a model has ended, in whatever way. */
    default void finished(Task task, ModelResult result) {}

    /** Returns a listener that does nothing. */
    static RunListener silent() {
        return new RunListener() {};
    }
}
