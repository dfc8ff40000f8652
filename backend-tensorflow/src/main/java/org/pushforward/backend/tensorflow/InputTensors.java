package org.pushforward.backend.tensorflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.pushforward.backend.tensorflow.lowering.Transfer;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.tensor.HostArray;
import org.tensorflow.Tensor;

/**
 * The native tensors for the inputs of a program. They are reused in every run, because creating a tensor takes as long
 * as several small operations. For programs whose runs come one at a time; not safe for use by several threads.
 */
final class InputTensors implements AutoCloseable {
    private final Map<Integer, Tensor> tensors = new HashMap<>();

    /**
     * Returns whether the input tensors of a graph can be reused: runs must come one at a time, and no state may share
     * memory with an input.
     */
    static boolean suit(Graph graph) {
        Deque<org.pushforward.graph.Tensor> views = new ArrayDeque<>();
        graph.states().stream()
                .filter(Graph.State::changes)
                .map(Graph.State::next)
                .forEach(views::add);
        Set<org.pushforward.graph.Tensor> seen = new HashSet<>();
        while (!views.isEmpty()) {
            org.pushforward.graph.Tensor node = views.remove();
            if (graph.inputs().contains(node)) {
                return false;
            }
            if (mayBeView(node.primitive()) && seen.add(node)) {
                views.addAll(node.operands());
            }
        }
        return !graph.states().isEmpty();
    }

    /** Returns whether a kernel may return the memory of its operand, as some do if there is nothing to compute. */
    private static boolean mayBeView(Primitive primitive) {
        return primitive instanceof Movement
                || primitive instanceof Reduction
                || primitive instanceof Elementwise.StopGradient
                || primitive instanceof Elementwise.Barrier
                || primitive instanceof Elementwise.Cast;
    }

    /** Sets the tensor of an input, given by its position, and returns it. */
    Tensor set(int position, HostArray value) {
        Tensor known = tensors.get(position);
        if (known == null) {
            known = Transfer.toNative(value);
            tensors.put(position, known);
        } else {
            Transfer.copy(value, known);
        }
        return known;
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
    }
}
