package org.pushforward.graph.pass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.graph.Tracing;

/**
 * An order of evaluation that needs little memory. It is depth first, except that a node that releases at least as much
 * memory as it takes is computed as soon as its operands are available. So the gradient of a weight is computed as soon
 * as the cotangent of its layer is available, and the layer's stored activations are released before the backward pass
 * continues. An instance serves one graph.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class ReleaseOrder {
    private final List<Tensor> nodes;
    /** For each node: the indices of its distinct operands and consumers, and how many of them are not computed yet. */
    private final int[][] operands;

    private final int[][] consumers;
    private final int[] missing;
    private final int[] pending;
    private final boolean[] emitted;
    private final List<Tensor> order = new ArrayList<>();

    private ReleaseOrder(List<Tensor> roots) {
        nodes = Topology.sort(roots);
        Map<Tensor, Integer> numbers = new IdentityHashMap<>(nodes.size());
        nodes.forEach(node -> numbers.put(node, numbers.size()));
        int count = nodes.size();
        operands = new int[count][];
        missing = new int[count];
        pending = new int[count];
        emitted = new boolean[count];
        for (int i = 0; i < count; i++) {
            operands[i] = nodes.get(i).operands().stream()
                    .mapToInt(numbers::get)
                    .distinct()
                    .toArray();
            missing[i] = operands[i].length;
            Arrays.stream(operands[i]).forEach(operand -> pending[operand]++);
        }
        consumers = new int[count][];
        Arrays.setAll(consumers, i -> new int[pending[i]]);
        int[] filled = new int[count];
        for (int i = 0; i < count; i++) {
            for (int operand : operands[i]) {
                consumers[operand][filled[operand]++] = i;
            }
        }
        // Outputs and next states are never released.
        roots.forEach(root -> pending[numbers.get(root)]++);
    }

    /** Returns the roots and every node that they depend on, each after its operands. */
    public static List<Tensor> of(List<Tensor> roots) {
        ReleaseOrder release = new ReleaseOrder(roots);
        for (int i = 0; i < release.nodes.size(); i++) {
            Tracing.check();
            release.emit(i);
        }
        return release.order;
    }

    private void emit(int first) {
        Deque<Integer> next = new ArrayDeque<>(List.of(first));
        while (!next.isEmpty()) {
            int node = next.pop();
            if (!emitted[node]) {
                emitted[node] = true;
                order.add(nodes.get(node));
                settle(node, next);
            }
        }
    }

    private void settle(int node, Deque<Integer> next) {
        for (int consumer : consumers[node]) {
            missing[consumer]--;
            follow(consumer, next);
        }
        for (int operand : operands[node]) {
            pending[operand]--;
            if (pending[operand] == 1) {
                for (int consumer : consumers[operand]) {
                    follow(consumer, next);
                }
            }
        }
    }

    private void follow(int consumer, Deque<Integer> next) {
        if (!emitted[consumer] && missing[consumer] == 0 && releases(consumer)) {
            next.push(consumer);
        }
    }

    private boolean releases(int node) {
        long released = 0;
        for (int operand : operands[node]) {
            released += pending[operand] == 1 ? Liveness.bytes(nodes.get(operand)) : 0;
        }
        return released >= Liveness.bytes(nodes.get(node));
    }
}
