package org.pushforward.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.HostArray;

/**
 * The states of the engine after some steps.
 *
 * @param iteration the number of completed steps
 * @param states the states by name, in the precision of the engine
 * @param values the states by name, with their types in the graph
 */
record Snapshot(long iteration, Map<String, HostArray> states, Map<String, HostArray> values) {

    static Snapshot of(long iteration, Map<String, HostArray> states, Graph graph) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        graph.states()
                .forEach(state -> values.put(
                        state.name(), states.get(state.name()).cast(state.type().dtype())));
        return new Snapshot(iteration, states, values);
    }

    /** Reads all states of a program after some steps. */
    static Snapshot read(Executable executable, long iteration) {
        Map<String, HostArray> states = new LinkedHashMap<>();
        executable.graph().states().forEach(state -> states.put(state.name(), executable.read(state.name())));
        return of(iteration, Collections.unmodifiableMap(states), executable.graph());
    }

    /** Returns the name of the first state that contains NaN or infinity, or an empty string. */
    String firstNotFinite() {
        return values.entrySet().stream()
                .filter(entry -> !entry.getValue().isFinite())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
