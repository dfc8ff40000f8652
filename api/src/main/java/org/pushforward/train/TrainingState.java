package org.pushforward.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.tensor.HostArray;

/**
 * Everything that a training carries from one step to the next. With the same model, objective, data, settings and key,
 * training that goes on from it gives what uninterrupted training gives.
 *
 * @param iteration the number of steps done
 * @param states the engine's states by name: parameters, optimizer, averages, buffers, and states of the objective
 */
public record TrainingState(long iteration, Map<String, HostArray> states) {
    /** Copies the map. */
    public TrainingState {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** Returns the name of the first state that holds NaN or infinity, or an empty text. */
    String firstNotFinite() {
        return states.entrySet().stream()
                .filter(entry -> !entry.getValue().isFinite())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
