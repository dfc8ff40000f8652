package org.pushforward.backend.onnx.lowering;

import java.util.List;
import java.util.Optional;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;

/**
 * How one node is written: from which values, and with which operators.
 *
 * @param lowering the operators
 * @param operands the nodes whose values they take, which need not be the node's own operands
 */
record Emission(OnnxLowering<Primitive> lowering, List<Tensor> operands) {

    /** Returns how to write a node. */
    static Emission of(Tensor node) {
        Optional<Emission> activation = ReluLowering.activation(node).or(() -> SiluLowering.ofSum(node));
        if (activation.isPresent()) {
            return activation.get();
        }
        // What a barrier waits for has a shape of its own.
        boolean waits = node.primitive() instanceof Elementwise.Barrier;
        return new Emission(
                OnnxLowerings.of(node.primitive()), waits ? node.operands() : ImplicitBroadcast.operands(node));
    }

    /** Adds the operators and returns the name of their result. */
    String write(Tensor node, List<String> names, ModelBuilder model) {
        return lowering.lower(node.primitive(), node, names, model);
    }
}
