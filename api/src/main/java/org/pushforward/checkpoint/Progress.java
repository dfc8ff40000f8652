package org.pushforward.checkpoint;

import org.pushforward.Stability;
import org.pushforward.random.RandomKey;

/**
 * The progress of a training.
 *
 * @param iteration the number of completed steps
 * @param key the random key of the training
 * @param fingerprint the checksum of the data and noise of the first step, which identifies the data
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Progress(long iteration, RandomKey key, String fingerprint) {}
