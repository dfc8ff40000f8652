package org.pushforward.benchmark.run;

import org.pushforward.benchmark.report.ModelResult;

/** Listens to the progress of a run, on the thread that runs, or on the threads of several devices that share the work. */
public interface RunListener {

    /**
     * A model on an engine, and its number among all tasks of the run.
     *
     * @param comparison the name of the comparison
     * @param model the title of the model
     * @param engine the engine, such as onnx or onnx gpu:0
     * @param number its number, from 1
     * @param total the number of tasks
     */
    record TrainingTask(String comparison, String model, String engine, int number, int total) {}

    /** Called before a model is trained. */
    default void started(TrainingTask task) {}

    /** Called after each iteration of training. */
    default void iterated(TrainingTask task, long iteration, long iterations) {}

    /** Called before samples are drawn and scored. */
    default void sampling(TrainingTask task, String sampler) {}

    /** Called when the work on a model has ended, successfully or not. */
    default void finished(TrainingTask task, ModelResult result) {}

    /** Returns a listener that does nothing. */
    static RunListener silent() {
        return new RunListener() {};
    }
}
