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

/** Determines which values share the memory of another value. */
public final class Memory {
    private Memory() {}

    /** Returns the operand whose memory a node's value may share, if there is one. */
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

    /** Returns whether a reduction is over axes of length 1, so that it changes only the shape. */
    static boolean isOverOne(Reduction reduction, Tensor node) {
        Tensor operand = node.operands().get(0);
        return reduction.axes().stream().allMatch(axis -> operand.dim(axis) == 1);
    }

    /** Returns whether a value is known to have its own, contiguous, row-major memory. */
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
