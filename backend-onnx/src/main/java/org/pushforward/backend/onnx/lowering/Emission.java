package org.pushforward.backend.onnx.lowering;

import java.util.List;
import java.util.Optional;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;

/**
 * The lowering of one node and the values that it uses.
 *
 * @param lowering writes the operators
 * @param operands the nodes whose values the operators use, which need not be the node's own operands
 */
record Emission(OnnxLowering<Primitive> lowering, List<Tensor> operands) {

    /** Returns the emission of a node for the given kernels. */
    static Emission of(Tensor node, Kernels kernels) {
        Optional<Emission> activation = ReluLowering.activation(node).or(() -> SiluLowering.ofSum(node));
        if (activation.isPresent()) {
            return activation.get();
        }
        // The second operand of a barrier may have any shape.
        boolean waits = node.primitive() instanceof Elementwise.Barrier;
        return new Emission(
                OnnxLowerings.of(node.primitive(), kernels),
                waits ? node.operands() : ImplicitBroadcast.operands(node));
    }

    /** Adds the operators, and returns the name of their result. */
    String write(Tensor node, List<String> names, ModelBuilder model) {
        return lowering.lower(node.primitive(), node, names, model);
    }
}
