/**
 * Running an experiment: every model of every comparison on every engine asked for, trained, sampled and scored.
 *
 * <p>{@link org.pushforward.benchmark.run.ExperimentRunner} gives a {@link org.pushforward.benchmark.report.Report} and keeps
 * what it has when it is cancelled or when a model fails; {@link org.pushforward.benchmark.run.RunFolder} puts a report where
 * it belongs, whole or not at all.
 */
package org.pushforward.benchmark.run;
