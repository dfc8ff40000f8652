/**
 * Sampling: from noise to samples, on any backend.
 *
 * <p>A {@link org.pushforward.sample.Sampler} consists of an initial state, steps and a result. {@link
 * org.pushforward.sample.SamplingLoop} runs samplers: it handles keys, loops, batches and cancellation.
 * {@link org.pushforward.sample.RowFunction} evaluates a function for any number of rows.
 */
package org.pushforward.sample;
