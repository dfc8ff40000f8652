package org.pushforward.checkpoint;

import org.pushforward.Stability;
import org.pushforward.random.RandomKey;

/**
 * How far a training has come.
 *
 * @param iteration the number of steps done
 * @param key the key of everything random in it
 * @param fingerprint the checksum of the data and noise of its first step, by which the same data are known again
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Progress(long iteration, RandomKey key, String fingerprint) {}
