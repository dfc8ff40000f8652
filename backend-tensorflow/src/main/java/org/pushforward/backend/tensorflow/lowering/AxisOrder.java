package org.pushforward.backend.tensorflow.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;

/**
 * An order of the axes of a tensor.
 *
 * @param axes for each axis of the reordered tensor, the axis of the original
 */
record AxisOrder(List<Integer> axes) {
    /** Returns the order that moves axis 1, the channels of images, to the end. */
    static AxisOrder channelsLast(int rank) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        if (rank > 2) {
            axes.add(axes.remove(1));
        }
        return new AxisOrder(List.copyOf(axes));
    }

    /** Returns the order that undoes this one. */
    AxisOrder inverse() {
        return new AxisOrder(
                IntStream.range(0, axes.size()).mapToObj(axes::indexOf).toList());
    }

    /** Returns per-axis attributes of the original, such as strides, in this order. */
    List<Integer> of(List<Integer> attributes) {
        return axes.stream().map(attributes::get).toList();
    }

    /** Returns the shape of the reordered tensor. */
    Shape of(Shape shape) {
        return Shape.of(axes.stream().map(shape::dim).toList());
    }

    /** Returns the positions of some axes of the original in the reordered tensor, ascending. */
    List<Integer> positions(List<Integer> original) {
        return original.stream().map(axes::indexOf).sorted().toList();
    }

    /** Returns whether elements of a tensor of this shape move. If only axes of length 1 move, elements do not. */
    boolean moves(Shape shape) {
        List<Integer> kept = axes.stream().filter(axis -> shape.dim(axis) != 1).toList();
        return !kept.equals(kept.stream().sorted().toList());
    }

    /** Emits a tensor of the given shape with its axes in this order. */
    Output<?> move(Output<?> x, Shape shape, Emitter emit) {
        return moves(shape)
                ? emit.op("Transpose", x, emit.vector(axes))
                : emit.reshape(x, of(shape).dims());
    }
}
