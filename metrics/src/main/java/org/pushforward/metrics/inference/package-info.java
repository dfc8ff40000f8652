/**
 * What numbers allow one to conclude: quantiles, Student's intervals, paired comparisons with a correction for many, resampling by
 * block, and the band in which the score of a perfect model lies.
 *
 * <p>{@link org.pushforward.metrics.inference.Estimate} is a mean with its uncertainty,
 * {@link org.pushforward.metrics.inference.RepeatedScores} says which of several contestants cannot be told from the best, and
 * {@link org.pushforward.metrics.inference.NullBand} what two sets of real data score. All is arithmetic on the host.
 */
package org.pushforward.metrics.inference;
