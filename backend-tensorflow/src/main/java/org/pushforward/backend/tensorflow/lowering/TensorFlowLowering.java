package org.pushforward.backend.tensorflow.lowering;

import java.util.List;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.tensorflow.Output;

/**
 * The lowering of a primitive to TensorFlow operations.
 *
 * @param <P> the primitive
 */
@FunctionalInterface
interface TensorFlowLowering<P extends Primitive> {

    /**
     * Emits the operations and returns the result.
     *
     * @param p the primitive, for its attributes
     * @param node the node, for its type and the types of its operands
     * @param x the operands; those of an elementwise primitive may have a shape that broadcasts to the node's
     * @param emit writes the operations
     */
    Output<?> lower(P p, Tensor node, List<Output<?>> x, Emitter emit);
}
