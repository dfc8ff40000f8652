package org.pushforward.backend.tensorflow.lowering;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * The values of nodes while a graph is emitted. Each value is stored in the order of axes in which it was computed and,
 * once requested, also in the other order.
 *
 * <p>The graph has channels on axis 1; TensorFlow's fast convolutions have them on the last axis. A value is transposed
 * only if it is requested in the other order, so a chain of convolutions is transposed only at its ends. Not safe for
 * use by several threads.
 */
public final class Values {
    private final Emitter emit;
    private final Map<Tensor, Output<?>> standard = new IdentityHashMap<>();
    private final Map<Tensor, Output<?>> channelsLast = new IdentityHashMap<>();
    private final Set<Tensor> computedChannelsLast = Collections.newSetFromMap(new IdentityHashMap<>());

    public Values(Emitter emit) {
        this.emit = emit;
    }

    /** Stores a value in the graph's order of axes. */
    public void put(Tensor node, Output<?> value) {
        standard.put(node, value);
    }

    /** Stores a value that was computed with the channels last. */
    void putChannelsLast(Tensor node, Output<?> value) {
        channelsLast.put(node, value);
        computedChannelsLast.add(node);
    }

    /** Returns whether a node has a value. */
    public boolean contains(Tensor node) {
        return standard.containsKey(node) || channelsLast.containsKey(node);
    }

    /** Returns whether a node was computed with the channels last. */
    boolean isChannelsLast(Tensor node) {
        return computedChannelsLast.contains(node);
    }

    /** Returns the operation that computes a node, in either order of axes. */
    Operation operation(Tensor node) {
        return (isChannelsLast(node) ? channelsLast : standard).get(node).op();
    }

    /** Returns a value in the graph's order of axes. */
    public Output<?> get(Tensor node) {
        return standard.computeIfAbsent(node, missing -> {
            AxisOrder order = AxisOrder.channelsLast(node.shape().rank());
            Shape shape = order.of(node.shape());
            return order.inverse().move(channelsLast.get(node), shape, emit);
        });
    }

    /** Returns a value with the channels last. */
    Output<?> channelsLast(Tensor node) {
        return channelsLast.computeIfAbsent(
                node,
                missing -> AxisOrder.channelsLast(node.shape().rank()).move(standard.get(node), node.shape(), emit));
    }
}
