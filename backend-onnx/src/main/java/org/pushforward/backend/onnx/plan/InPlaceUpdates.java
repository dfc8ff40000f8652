package org.pushforward.backend.onnx.plan;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.graph.Graph;

/**
 * Finds the states that can be updated in place, halving memory traffic.
 *
 * <p>Their updates must run in the last stage, on the JVM alone. Nothing can fail there, so a failed run leaves every state as it was.
 * Each task of that stage may read only the elements that it writes, before it writes them.
 */
final class InPlaceUpdates {
    private InPlaceUpdates() {}

    /** Returns the names of the states. */
    static Set<String> states(Graph graph, List<List<Plan.Task>> stages) {
        List<Plan.Task> last = stages.isEmpty() ? List.of() : stages.get(stages.size() - 1);
        return last.stream().allMatch(Plan.Task::vector)
                ? graph.states().stream()
                        .filter(state -> state.changes() && isReplaced(state, last))
                        .map(Graph.State::name)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static boolean isReplaced(Graph.State state, List<Plan.Task> last) {
        String before = GraphWriter.inputName(state.current());
        String after = GraphWriter.nextName(state);
        int written = 0;
        for (Plan.Task task : last) {
            List<BufferView> writes = in(after, task.writes().values());
            for (BufferView read : in(before, task.reads().values())) {
                boolean same = writes.stream()
                        .anyMatch(write ->
                                write.offset() == read.offset() && write.type().equals(read.type()));
                if (!same) {
                    return false;
                }
            }
            written += writes.stream()
                    .mapToInt(write -> write.type().shape().size())
                    .sum();
        }
        return written == state.type().shape().size();
    }

    private static List<BufferView> in(String memory, Collection<BufferView> regions) {
        return regions.stream().filter(region -> region.memory().equals(memory)).toList();
    }
}
