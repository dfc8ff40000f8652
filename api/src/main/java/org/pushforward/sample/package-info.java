/**
 * Sampling: from noise to samples, on any backend.
 *
 * <p>A {@link org.pushforward.sample.Sampler} is a beginning, steps and an end, and nothing else. {@link
 * org.pushforward.sample.SamplingLoop} is the one place where samplers run: it owns keys, loops, batches and cancellation.
 * {@link org.pushforward.sample.RowFunction} evaluates a function of rows, any number at each call.
 */
package org.pushforward.sample;
