package org.pushforward.backend.djl;

import java.util.Optional;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Tensor;

/** Which values lie in the memory of another one. */
final class Memory {
    private Memory() {}

    /** Returns the operand in whose memory a node's value may lie, if it has none of its own. */
    static Optional<Tensor> shared(Tensor node) {
        Primitive p = node.primitive();
        boolean view = p instanceof Movement.Reshape
                || p instanceof Movement.Transpose
                || p instanceof Movement.Broadcast
                || p instanceof Movement.Slice;
        boolean same = p instanceof Elementwise.StopGradient
                || p instanceof Elementwise.Barrier
                || p instanceof Elementwise.Cast cast
                        && cast.dtype() == node.operands().get(0).dtype()
                || p instanceof Reduction reduction && reduction.axes().isEmpty();
        return view || same ? Optional.of(node.operands().get(0)) : Optional.empty();
    }
}
