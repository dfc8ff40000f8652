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
 * The values of nodes while a graph is emitted: each in the order of axes in which it was computed and, once asked for, in
 * the other one.
 *
 * <p>The graph has channels on axis 1, TensorFlow's fast convolutions have them on the last. A value is moved only where it
 * is there in one order and wanted in the other, so a chain of convolutions with what lies between is moved at its ends.
 * Not safe for use by several threads.
 */
public final class Values {
    private final Emitter emit;
    private final Map<Tensor, Output<?>> standard = new IdentityHashMap<>();
    private final Map<Tensor, Output<?>> channelsLast = new IdentityHashMap<>();
    private final Set<Tensor> computedChannelsLast = Collections.newSetFromMap(new IdentityHashMap<>());

    public Values(Emitter emit) {
        this.emit = emit;
    }

    /** Takes a value in the graph's order of axes. */
    public void put(Tensor node, Output<?> value) {
        standard.put(node, value);
    }

    /** Takes a value that was computed with the channels last. */
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

    /** Returns the operation that computes a node, in whichever order of axes. */
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
