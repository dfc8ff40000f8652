package org.pushforward.backend.support;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.Contraction.Matmul;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Describes how a node can be computed in parts.
 *
 * @param operands for each operand, the axis along which it is split, or {@link #NONE} if each part needs the whole
 * operand
 * @param result the axis along which the parts are concatenated, or {@link #NONE} if they are combined by a sum or a
 * maximum
 */
record Partition(List<Integer> operands, int result) {
    /** No axis. */
    static final int NONE = -1;

    /**
     * Returns how a node can be computed in parts, or empty if it cannot.
     *
     * @param node the node
     * @param axes for each operand, the axis along which it is split, or {@link #NONE}; at least one operand is split
     * @param rows the number of rows of the batch; the length of an axis that is split is a multiple of it
     */
    static Optional<Partition> of(Tensor node, List<Integer> axes, int rows) {
        Primitive p = node.primitive();
        int axis = axes.stream().filter(a -> a != NONE).findFirst().orElseThrow();
        if (p instanceof Elementwise.Barrier) {
            return axes.get(0) == NONE ? Optional.empty() : Optional.of(new Partition(List.of(axis, NONE), axis));
        }
        if (p instanceof Elementwise || p instanceof Smooth || p instanceof Rectified) {
            return along(node, axis, axis);
        }
        if (p instanceof Movement movement) {
            return movement(movement, node, axis, rows);
        }
        if (p instanceof Reduction reduction) {
            long before =
                    reduction.axes().stream().filter(reduced -> reduced < axis).count();
            return along(node, axis, reduction.axes().contains(axis) ? NONE : axis - (int) before);
        }
        if (p instanceof Matmul product) {
            return matmul(product, node.shape().rank(), axes.get(0), axes.get(1));
        }
        if (p instanceof Conv2d || p instanceof Conv2dInputGradient) {
            return axes.get(0) == 0 ? Optional.of(new Partition(List.of(0, NONE), 0)) : Optional.empty();
        }
        if (p instanceof Conv2dFilterGradient) {
            return axis == 0 ? along(node, 0, NONE) : Optional.empty();
        }
        if (p instanceof Normalization) {
            return normalization(node, axis);
        }
        boolean lanes = p instanceof Composite.Sort sort && sort.axis() != axis
                || p instanceof Scan.CumulativeSum sum && sum.axis() != axis
                || p instanceof Indexing.ArgSort order && order.axis() != axis
                || p instanceof Indexing.TakeAlong taken && taken.axis() != axis
                || p instanceof Indexing.ScatterAddAlong added && added.axis() != axis;
        return lanes ? along(node, axis, axis) : Optional.empty();
    }

    private static Optional<Partition> along(Tensor node, int operands, int result) {
        return Optional.of(
                new Partition(node.operands().stream().map(operand -> operands).toList(), result));
    }

    private static Optional<Partition> normalization(Tensor node, int axis) {
        Primitive p = node.primitive();
        boolean apart = p instanceof Normalization.Softmax softmax && softmax.axis() != axis
                || p instanceof Normalization.LogSoftmax logarithm && logarithm.axis() != axis
                || p instanceof Normalization.SoftmaxGradient gradient && gradient.axis() != axis
                || p instanceof Normalization.GroupNorm && axis == 0
                || p instanceof Normalization.GroupNormGradient && axis == 0;
        return apart ? along(node, axis, axis) : Optional.empty();
    }

    private static Optional<Partition> movement(Movement movement, Tensor node, int axis, int rows) {
        Shape from = node.operands().get(0).shape();
        if (movement instanceof Movement.Reshape reshape) {
            return sameAxis(from, reshape.shape(), axis, rows).stream()
                    .mapToObj(to -> new Partition(List.of(axis), to))
                    .findFirst();
        }
        if (movement instanceof Movement.Transpose p) {
            return along(node, axis, p.permutation().indexOf(axis));
        }
        if (movement instanceof Movement.Broadcast p) {
            return along(node, axis, axis + p.shape().rank() - from.rank());
        }
        boolean apart = movement instanceof Movement.Slice && node.dim(axis) == from.dim(axis)
                || movement instanceof Movement.Pad && node.dim(axis) == from.dim(axis)
                || movement instanceof Movement.Concat concat && concat.axis() != axis
                || movement instanceof Movement.Reverse reverse
                        && !reverse.axes().contains(axis);
        return apart ? along(node, axis, axis) : Optional.empty();
    }

    /**
     * Returns the axis of a reshaped tensor that corresponds to an axis of the original tensor, if there is one. It may be merged with
     * axes behind it, or separated from them.
     */
    private static OptionalInt sameAxis(Shape from, Shape to, int axis, int rows) {
        int before = product(from, axis);
        return IntStream.range(0, to.rank())
                .filter(b -> to.dim(b) % rows == 0 && product(to, b) == before)
                .findFirst();
    }

    private static int product(Shape shape, int axes) {
        return Arrays.stream(shape.dims(), 0, axes).reduce(1, (a, b) -> a * b);
    }

    private static Optional<Partition> matmul(Matmul product, int rank, int left, int right) {
        int row = product.transposeLeft() ? rank - 1 : rank - 2;
        int leftInner = product.transposeLeft() ? rank - 2 : rank - 1;
        int column = product.transposeRight() ? rank - 2 : rank - 1;
        int rightInner = product.transposeRight() ? rank - 1 : rank - 2;
        int batch = left != NONE ? left : right;
        if (batch < rank - 2) {
            return Optional.of(new Partition(List.of(batch, batch), batch));
        }
        if (left == row) {
            return Optional.of(new Partition(List.of(row, NONE), rank - 2));
        }
        return left == leftInner || right == rightInner
                ? Optional.of(new Partition(List.of(leftInner, rightInner), NONE))
                : Optional.of(new Partition(List.of(NONE, column), rank - 1));
    }
}
