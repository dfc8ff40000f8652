package org.pushforward.backend.djl.script;

import java.util.Optional;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;

/** Which values lie in the memory of another one. */
public final class Memory {
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
                || p instanceof Reduction reduction && isOverOne(reduction, node);
        return view || same ? Optional.of(node.operands().get(0)) : Optional.empty();
    }

    /** Returns whether a reduction is over one element at a time, so that it changes the shape at most. */
    static boolean isOverOne(Reduction reduction, Tensor node) {
        Tensor operand = node.operands().get(0);
        return reduction.axes().stream().allMatch(axis -> operand.dim(axis) == 1);
    }

    /** Returns whether a value is known to lie in memory of its own without gaps, row by row. */
    static boolean isDense(Tensor node) {
        if (shared(node).isPresent() || node.primitive() instanceof Source) {
            return false;
        }
        boolean keepsOrder = node.primitive() instanceof Binary
                || node.primitive() instanceof Unary
                || node.primitive() instanceof Rectified;
        return node.shape().rank() <= 1
                || node.primitive() instanceof Contraction.Matmul
                || keepsOrder && node.operands().stream().allMatch(Memory::isDense);
    }
}
