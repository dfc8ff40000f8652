package org.pushforward.backend.onnx.plan;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** Recognizes movements whose result is a view of a buffer. */
final class Views {
    private Views() {}

    /**
     * Returns the offset of a node whose elements are a contiguous range of its operand's elements; empty if they are
     * not.
     */
    static OptionalInt offset(Tensor node) {
        if (node.primitive() instanceof Movement.Reshape || node.primitive() instanceof Elementwise.StopGradient) {
            return OptionalInt.of(0);
        }
        return node.primitive() instanceof Movement.Slice slice
                ? offset(slice, node.operands().get(0).shape(), node.shape())
                : OptionalInt.empty();
    }

    private static OptionalInt offset(Movement.Slice slice, Shape from, Shape to) {
        int rank = to.rank();
        int cut = IntStream.range(0, rank)
                .filter(axis -> from.dim(axis) != to.dim(axis))
                .reduce((a, b) -> b)
                .orElse(-1);
        boolean run = IntStream.range(0, rank)
                .allMatch(axis -> axis > cut
                        || (axis == cut ? slice.stride().get(axis) == 1 || to.dim(axis) == 1 : to.dim(axis) == 1));
        int[] strides = from.strides();
        return run
                ? OptionalInt.of(IntStream.range(0, rank)
                        .map(axis -> slice.start().get(axis) * strides[axis])
                        .sum())
                : OptionalInt.empty();
    }

    /** Returns whether the result of a node contains its operands one after another. */
    static boolean isSequence(Tensor node) {
        return node.primitive() instanceof Movement.Concat concat
                && IntStream.range(0, concat.axis()).allMatch(axis -> node.dim(axis) == 1);
    }
}
