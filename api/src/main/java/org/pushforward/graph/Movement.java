package org.pushforward.graph;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Primitives that move elements without computing anything. */
@Stability(Stability.Level.STABLE)
public sealed interface Movement extends Primitive {

    /**
     * The same elements, in row-major order, in another shape.
     *
     * @param shape the shape of the result
     */
    record Reshape(Shape shape) implements Movement {
        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.one(operands);
            Operands.check(
                    type.shape().size() == shape.size(),
                    "expected a shape of " + type.shape().size() + " elements, but " + shape + " has " + shape.size());
            return type.with(shape);
        }
    }

    /**
     * A permutation of axes: axis i of the result is axis {@code permutation[i]} of the operand.
     *
     * @param permutation the axes of the operand, each exactly once
     */
    record Transpose(List<Integer> permutation) implements Movement {
        /** Copies the list. */
        public Transpose {
            permutation = List.copyOf(permutation);
        }

        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.one(operands);
            int rank = type.shape().rank();
            Operands.check(
                    permutation.size() == rank
                            && permutation.stream()
                                            .distinct()
                                            .filter(a -> a >= 0 && a < rank)
                                            .count()
                                    == rank,
                    "expected a permutation of " + rank + " axes, not " + permutation);
            return type.with(
                    Shape.of(permutation.stream().map(type.shape()::dim).toList()));
        }

        /** Returns the permutation that undoes this one. */
        public Transpose inverse() {
            Integer[] inverse = new Integer[permutation.size()];
            for (int i = 0; i < inverse.length; i++) {
                inverse[permutation.get(i)] = i;
            }
            return new Transpose(List.of(inverse));
        }
    }

    /**
     * Repetition by NumPy's broadcasting rule: shapes are aligned at the last axis, and missing axes and axes of length
     * 1 are repeated.
     *
     * @param shape the shape of the result
     */
    record Broadcast(Shape shape) implements Movement {
        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.one(operands);
            Operands.check(type.shape().broadcastsTo(shape), "expected a shape that broadcasts to " + shape);
            return type.with(shape);
        }
    }

    /**
     * On each axis, every {@code stride}-th position from {@code start} (inclusive) to {@code limit} (exclusive).
     *
     * @param start the first position on each axis
     * @param limit the end, exclusive, on each axis
     * @param stride the distance between positions on each axis, positive
     */
    record Slice(List<Integer> start, List<Integer> limit, List<Integer> stride) implements Movement {
        /** Copies the lists. */
        public Slice {
            start = List.copyOf(start);
            limit = List.copyOf(limit);
            stride = List.copyOf(stride);
        }

        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.one(operands);
            Shape shape = type.shape();
            Operands.rank(shape, start, "start");
            Operands.rank(shape, limit, "limit");
            Operands.rank(shape, stride, "stride");
            List<Integer> dims = new ArrayList<>();
            for (int i = 0; i < shape.rank(); i++) {
                Operands.check(
                        0 <= start.get(i) && start.get(i) <= limit.get(i) && limit.get(i) <= shape.dim(i),
                        "expected 0 <= start <= limit <= " + shape.dim(i) + " on axis " + i);
                Operands.check(stride.get(i) > 0, "expected a positive stride on axis " + i);
                dims.add((int) (((long) limit.get(i) - start.get(i) + stride.get(i) - 1) / stride.get(i)));
            }
            return type.with(Shape.of(dims));
        }
    }

    /**
     * Padding with a constant before, after and between the elements of each axis.
     *
     * @param low the number of positions added before the first element, on each axis
     * @param high the number of positions added after the last element, on each axis
     * @param interior the number of positions added between neighboring elements, on each axis
     * @param value the constant
     */
    record Pad(List<Integer> low, List<Integer> high, List<Integer> interior, double value) implements Movement {
        /** Copies the lists. */
        public Pad {
            low = List.copyOf(low);
            high = List.copyOf(high);
            interior = List.copyOf(interior);
        }

        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.numeric(Operands.one(operands));
            Shape shape = type.shape();
            Operands.check(
                    type.dtype().isFloating() || value == Math.rint(value) && !Double.isInfinite(value),
                    "expected a whole number to pad integers with, not " + value);
            Operands.rank(shape, low, "low");
            Operands.rank(shape, high, "high");
            Operands.rank(shape, interior, "interior");
            List<Integer> dims = new ArrayList<>();
            for (int i = 0; i < shape.rank(); i++) {
                Operands.check(
                        low.get(i) >= 0 && high.get(i) >= 0 && interior.get(i) >= 0,
                        "expected padding of 0 or more on axis " + i + ": use slice() to remove positions");
                long inner = shape.dim(i) + (long) interior.get(i) * Math.max(shape.dim(i) - 1, 0);
                dims.add(Operands.length(low.get(i) + inner + high.get(i)));
            }
            return type.with(Shape.of(dims));
        }
    }

    /**
     * The concatenation of the operands along an axis.
     *
     * @param axis the only axis on which lengths may differ
     */
    record Concat(int axis) implements Movement {
        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.check(!operands.isEmpty(), "expected at least one operand");
            TensorType first = operands.get(0);
            Operands.axis(first.shape(), axis);
            long length = 0;
            for (TensorType operand : operands) {
                Operands.check(operand.dtype() == first.dtype(), "expected equal element types");
                Operands.check(
                        operand.shape().rank() == first.shape().rank()
                                && operand.shape()
                                        .with(axis, 0)
                                        .equals(first.shape().with(axis, 0)),
                        "expected shapes that differ on axis " + axis + " only");
                length += operand.shape().dim(axis);
            }
            return first.with(first.shape().with(axis, Operands.length(length)));
        }
    }

    /**
     * The elements in reverse order along some axes.
     *
     * @param axes the axes, ascending
     */
    record Reverse(List<Integer> axes) implements Movement {
        /** Copies the list. */
        public Reverse {
            axes = List.copyOf(axes);
        }

        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.one(operands);
            Operands.axes(type.shape(), axes);
            return type;
        }
    }
}
