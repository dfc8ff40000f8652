/**
 * The life of one model: a folder that holds its settings, its checkpoints, the log of its losses and its report.
 *
 * <p>{@link org.pushforward.benchmark.trainrun.TrainingJob} trains, and goes on after an interruption with the same bits. {@link
 * org.pushforward.benchmark.trainrun.TrainedRun} is such a folder, from which samples are drawn and densities asked for.
 */
package org.pushforward.benchmark.trainrun;
