package org.pushforward.backend.djl;

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
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;

/**
 * The order of a script's statements where some of them overwrite memory.
 *
 * <p>The updates in place, in their order, divide a run into periods; a statement belongs to the first period in which all
 * that it needs is there. So what reads a value is before what overwrites it, unless it also needs a later update: then it
 * reads a copy.
 *
 * @param order the nodes, each after those that its step reads
 * @param copied the nodes whose value is copied at once, because it is still needed when its memory is overwritten
 */
record Schedule(List<Tensor> order, Set<Tensor> copied) {
    private record Visit(Tensor node, Iterator<Tensor> pending) {}

    /** Returns the order of the nodes of a graph that have steps. */
    static Schedule of(Graph graph, Map<Tensor, Step> steps, List<AdamKernel> updates) {
        List<Tensor> order = sort(graph.nodes(), steps);
        if (updates.isEmpty()) {
            return new Schedule(order, Set.of());
        }
        Map<Tensor, AdamKernel> calls = new HashMap<>();
        updates.forEach(update -> calls.put(update.step(), update));
        Map<Tensor, Integer> periods = periods(order, steps, calls.keySet());
        order.sort(Comparator.<Tensor>comparingInt(periods::get)
                .thenComparingInt(node -> calls.containsKey(node) ? 0 : 1));
        return new Schedule(order, copied(graph, order, steps, calls, periods));
    }

    private static List<Tensor> sort(List<Tensor> nodes, Map<Tensor, Step> steps) {
        List<Tensor> order = new ArrayList<>();
        Set<Tensor> seen = new HashSet<>();
        Deque<Visit> path = new ArrayDeque<>();
        for (Tensor root : nodes) {
            if (steps.containsKey(root) && seen.add(root)) {
                path.push(new Visit(root, steps.get(root).operands().iterator()));
            }
            while (!path.isEmpty()) {
                Visit top = path.peek();
                if (top.pending().hasNext()) {
                    Tensor operand = top.pending().next();
                    if (steps.containsKey(operand) && seen.add(operand)) {
                        path.push(
                                new Visit(operand, steps.get(operand).operands().iterator()));
                    }
                } else {
                    order.add(path.pop().node());
                }
            }
        }
        return order;
    }

    private static Map<Tensor, Integer> periods(List<Tensor> order, Map<Tensor, Step> steps, Set<Tensor> calls) {
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
            Graph graph,
            List<Tensor> order,
            Map<Tensor, Step> steps,
            Map<Tensor, AdamKernel> calls,
            Map<Tensor, Integer> periods) {
        Map<Tensor, Integer> lastRead = new HashMap<>();
        for (Tensor node : order) {
            List<Tensor> read = steps.get(node).operands();
            // The kernel reads what it overwrites before it does so, but may not read it as the gradient too.
            for (Tensor operand : calls.containsKey(node) ? read.subList(3, read.size()) : read) {
                lastRead.merge(operand, periods.get(node), Math::max);
            }
        }
        graph.outputs().values().forEach(node -> lastRead.put(node, Integer.MAX_VALUE));
        graph.states().forEach(state -> lastRead.put(state.next(), Integer.MAX_VALUE));

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
