package org.pushforward.backend.djl.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;

/**
 * The order of a script's statements, some of which overwrite memory.
 *
 * <p>The in-place updates divide a run into periods. A statement belongs to the first period in which all its operands are available. A
 * statement that reads a value therefore comes before the update that overwrites it, unless the statement also depends on that update or a
 * later one; then it reads a copy.
 *
 * @param stages the nodes between synchronizations of the threads
 * @param copied the nodes whose value is copied immediately, because it is still needed after its memory is overwritten
 */
record StatementOrder(List<Stage> stages, Set<Tensor> copied) {
    private record PendingNode(Tensor node, Iterator<Tensor> pending) {}

    /**
     * Returns the order of the nodes of a graph that have steps.
     *
     * @param graph the graph
     * @param steps how each node is computed
     * @param updates the in-place updates
     * @param parts the parts to which nodes belong
     * @param count the number of parts
     */
    static StatementOrder of(
            Graph graph,
            Map<Tensor, ScriptStep> steps,
            List<InPlaceUpdate> updates,
            Map<Tensor, Integer> parts,
            int count) {
        List<Tensor> order = sort(graph.nodes(), steps);
        Map<Tensor, InPlaceUpdate> calls = new HashMap<>();
        updates.forEach(update -> calls.put(update.call(), update));
        Set<Tensor> kept = new HashSet<>(graph.outputs().values());
        graph.states().forEach(state -> kept.add(state.next()));
        Lanes lanes = Lanes.of(order, steps, calls, parts, count, kept);
        Map<Tensor, Integer> periods = periods(order, steps, calls.keySet());
        order.forEach(node -> lanes.update(node).ifPresent(call -> periods.put(node, periods.get(call))));
        order.sort(Comparator.<Tensor>comparingInt(periods::get)
                .thenComparingInt(node -> lanes.update(node).isPresent() ? 0 : calls.containsKey(node) ? 1 : 2));
        List<Stage> stages = new ArrayList<>();
        for (int from = 0, to = 0; from < order.size(); from = to) {
            int period = periods.get(order.get(from));
            while (to < order.size() && periods.get(order.get(to)) == period) {
                to++;
            }
            List<Tensor> waiting = order.subList(from, to).stream()
                    .filter(node -> lanes.update(node).isPresent())
                    .toList();
            List<Tensor> nodes = order.subList(from + waiting.size(), to);
            Optional.ofNullable(calls.get(nodes.get(0))).ifPresent(call -> stages.add(lanes.update(call, waiting)));
            stages.addAll(lanes.stages(nodes, steps));
        }
        return new StatementOrder(stages, copied(kept, order, steps, calls, periods));
    }

    /** Returns the nodes, each after those that its step reads. */
    Stream<Tensor> nodes() {
        return stages.stream().flatMap(Stage::nodes);
    }

    private static List<Tensor> sort(List<Tensor> nodes, Map<Tensor, ScriptStep> steps) {
        List<Tensor> order = new ArrayList<>();
        Set<Tensor> seen = new HashSet<>();
        Deque<PendingNode> path = new ArrayDeque<>();
        for (Tensor root : nodes) {
            if (steps.containsKey(root) && seen.add(root)) {
                path.push(new PendingNode(root, steps.get(root).operands().iterator()));
            }
            while (!path.isEmpty()) {
                PendingNode top = path.peek();
                if (top.pending().hasNext()) {
                    Tensor operand = top.pending().next();
                    if (steps.containsKey(operand) && seen.add(operand)) {
                        path.push(new PendingNode(
                                operand, steps.get(operand).operands().iterator()));
                    }
                } else {
                    order.add(path.pop().node());
                }
            }
        }
        return order;
    }

    private static Map<Tensor, Integer> periods(List<Tensor> order, Map<Tensor, ScriptStep> steps, Set<Tensor> calls) {
        Map<Tensor, Integer> periods = new HashMap<>();
        int begun = 0;
        for (Tensor node : order) {
            int period = 0;
            for (Tensor operand : steps.get(node).operands()) {
                period = Math.max(period, periods.getOrDefault(operand, 0));
            }
            periods.put(node, calls.contains(node) ? ++begun : period);
        }
        return periods;
    }

    private static Set<Tensor> copied(
            Set<Tensor> kept,
            List<Tensor> order,
            Map<Tensor, ScriptStep> steps,
            Map<Tensor, InPlaceUpdate> calls,
            Map<Tensor, Integer> periods) {
        Map<Tensor, Integer> lastRead = new HashMap<>();
        for (Tensor node : order) {
            List<Tensor> read = steps.get(node).operands();
            // An update reads its states before it overwrites them, but a state must not also be its gradient.
            int overwrites =
                    calls.containsKey(node) ? calls.get(node).overwritten().size() : 0;
            for (Tensor operand : read.subList(overwrites, read.size())) {
                lastRead.merge(operand, periods.get(node), Math::max);
            }
        }
        kept.forEach(node -> lastRead.put(node, Integer.MAX_VALUE));

        Map<Tensor, Integer> overwritten = new HashMap<>();
        calls.forEach((step, update) -> update.overwritten().forEach(node -> overwritten.put(node, periods.get(step))));
        Set<Tensor> copied = new HashSet<>();
        for (Tensor node : order) {
            Optional<Integer> end = Optional.ofNullable(overwritten.get(node))
                    .or(() -> Memory.shared(node).map(overwritten::get));
            if (end.isPresent()) {
                if (lastRead.getOrDefault(node, 0) >= end.get()) {
                    copied.add(node);
                    overwritten.remove(node);
                } else {
                    overwritten.put(node, end.get());
                }
            }
        }
        return copied;
    }
}
