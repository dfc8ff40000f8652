/**
 * Runs experiments: trains, samples and scores every model of every comparison on every requested engine.
 *
 * <p>{@link org.pushforward.benchmark.run.ExperimentRunner} returns a {@link org.pushforward.benchmark.report.Report};
 * it keeps the results so far if it is cancelled or a model fails. {@link org.pushforward.benchmark.run.RunFolder}
 * writes a report atomically.
 */
package org.pushforward.benchmark.run;
