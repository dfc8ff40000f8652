package org.pushforward.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.Stability;

/**
 * The scores of a model when it was saved, for readers; {@code model.safetensors} contains the whole curves.
 *
 * @param training the finite losses and reported quantities of the last step by name
 * @param validation those of the last validation
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record LatestLosses(Map<String, Double> training, Map<String, Double> validation) {
    /** Copies the maps. */
    public LatestLosses {
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    }
}
