package org.pushforward.backend.onnx.lowering;

import java.util.List;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;

/** The lowering of a primitive to ONNX operators. */
@FunctionalInterface
interface OnnxLowering<P extends Primitive> {

    /**
     * Adds the operators that compute a node with at least one element.
     *
     * @param primitive the node's primitive
     * @param node the node
     * @param operands the names of the values of its operands, each with at least one element
     * @param model the model to which the operators are added
     * @return the name of the result
     */
    String lower(P primitive, Tensor node, List<String> operands, ModelBuilder model);
}
