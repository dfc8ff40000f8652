package org.pushforward.backend.onnx.lowering;

import java.util.List;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;

/** How a primitive is said in ONNX. */
@FunctionalInterface
interface OnnxLowering<P extends Primitive> {

    /**
     * Adds the operators that compute a node, which has at least one element.
     *
     * @param primitive the node's primitive
     * @param node the node
     * @param operands the names of the values of its operands, which have at least one element each
     * @param model where the operators are added
     * @return the name of the result
     */
    String lower(P primitive, Tensor node, List<String> operands, ModelBuilder model);
}
