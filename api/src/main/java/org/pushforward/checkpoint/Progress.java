package org.pushforward.checkpoint;

import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.random.RandomKey;

/**
 * The progress of a training.
 *
 * @param iteration the number of completed steps
 * @param key the random key of the training
 * @param fingerprint the checksum of the data and noise of the first step, which identifies the data
 * @param recipe how the model is trained; absent in version 1 of the format
 * @param losses the latest losses; absent in version 1 of the format
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Progress(
        long iteration, RandomKey key, String fingerprint, Optional<Recipe> recipe, Optional<LatestLosses> losses) {
    /** Creates the progress of a training of which nothing else is known. */
    public Progress(long iteration, RandomKey key, String fingerprint) {
        this(iteration, key, fingerprint, Optional.empty(), Optional.empty());
    }
}
