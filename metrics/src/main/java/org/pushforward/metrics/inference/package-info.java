/**
 * Statistical inference: quantiles, Student's intervals, paired comparisons, a correction for several tests, the block bootstrap,
 * and the band in which the score of a perfect model would lie.
 *
 * <p>{@link org.pushforward.metrics.inference.Estimate} is a mean with its uncertainty. {@link
 * org.pushforward.metrics.inference.RepeatedScores} tests which of several contestants differ from the best. {@link
 * org.pushforward.metrics.inference.NullBand} is the range of scores that compare two sets of real data. All computations run on
 * the host.
 */
package org.pushforward.metrics.inference;
