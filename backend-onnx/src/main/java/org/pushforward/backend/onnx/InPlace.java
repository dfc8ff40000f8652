package org.pushforward.backend.onnx;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.graph.Graph;

/**
 * States that are replaced in their own memory, which is half the memory to go through.
 *
 * <p>What replaces them has to be computed in the last stage, by the virtual machine alone: nothing can fail there, so that a run
 * that fails leaves all states as they were. And each task of that stage may read of such a state only what it writes,
 * which it has read before it writes.
 */
final class InPlace {
    private InPlace() {}

    /** Returns the names of the states. */
    static Set<String> states(Graph graph, List<List<Schedule.Task>> stages) {
        List<Schedule.Task> last = stages.isEmpty() ? List.of() : stages.get(stages.size() - 1);
        return last.stream().allMatch(Schedule.Task::vector)
                ? graph.states().stream()
                        .filter(state -> state.changes() && isReplaced(state, last))
                        .map(Graph.State::name)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static boolean isReplaced(Graph.State state, List<Schedule.Task> last) {
        String before = GraphWriter.inputName(state.current());
        String after = GraphWriter.nextName(state);
        int written = 0;
        for (Schedule.Task task : last) {
            List<Region> writes = in(after, task.writes().values());
            for (Region read : in(before, task.reads().values())) {
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

    private static List<Region> in(String memory, Collection<Region> regions) {
        return regions.stream().filter(region -> region.memory().equals(memory)).toList();
    }
}
