/**
 * Runs: a run is a folder with the settings of a model, its checkpoints, the log of its losses and its report.
 *
 * <p>{@link org.pushforward.benchmark.trainrun.TrainingJob} trains a model. Training that resumes after an interruption is
 * bit-identical to uninterrupted training. {@link org.pushforward.benchmark.trainrun.TrainedRun} loads the trained model.
 */
package org.pushforward.benchmark.trainrun;
