package org.pushforward.graph;

import java.util.List;
import java.util.OptionalInt;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Primitives that select elements by position, or compute positions.
 *
 * <p>Positions from the host that are outside the axis are refused: inputs when a run begins, constants when the graph
 * is compiled. Computed positions are clamped to the axis.
 */
@Stability(Stability.Level.STABLE)
public sealed interface Indexing extends Primitive {

    /** Returns the axis that indices refer to. */
    int axis();

    /**
     * Returns the length of the axis that the second operand indexes; empty for primitives without positions as
     * operands.
     *
     * @param operands the types of the operands
     */
    default OptionalInt length(List<TensorType> operands) {
        return OptionalInt.empty();
    }

    /**
     * The positions that would sort an axis in ascending order, as int64. The sort is stable. Undefined for NaN.
     *
     * @param axis the axis that is sorted
     */
    record ArgSort(int axis) implements Indexing {
        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.numeric(Operands.one(operands));
            Operands.axis(type.shape(), axis);
            return type.with(DType.I64);
        }
    }

    /**
     * {@code y[.., j, ..] = x[.., i[.., j, ..], ..]}, for operands x and i (int64) whose shapes may differ on the axis
     * only.
     *
     * @param axis the axis along which positions are chosen
     */
    record TakeAlong(int axis) implements Indexing {
        @Override
        public OptionalInt length(List<TensorType> operands) {
            return OptionalInt.of(operands.get(0).shape().dim(axis));
        }

        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 2);
            along(operands.get(0), operands.get(1), axis);
            nonempty(operands.get(0).shape().dim(axis), operands.get(1), axis);
            return operands.get(0).with(operands.get(1).shape());
        }
    }

    /**
     * The adjoint of {@link TakeAlong}: adds each element of the first operand to a tensor of zeros, at the position
     * along the axis that the second operand (int64, same shape) gives.
     *
     * @param axis the axis along which positions are chosen
     * @param length the length of that axis in the result
     */
    record ScatterAddAlong(int axis, int length) implements Indexing {
        @Override
        public OptionalInt length(List<TensorType> operands) {
            return OptionalInt.of(length);
        }

        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 2);
            TensorType type = Operands.floating(operands.get(0));
            along(type, operands.get(1), axis);
            Operands.check(type.shape().equals(operands.get(1).shape()), "expected equal shapes");
            nonempty(length, operands.get(1), axis);
            return type.with(type.shape().with(axis, length));
        }
    }

    /**
     * The position of the largest element along an axis, as int64; the first one at a tie. The axis is removed.
     * Undefined for NaN.
     *
     * @param axis the axis that is searched, which must not be empty
     */
    record ArgMax(int axis) implements Indexing {
        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.numeric(Operands.one(operands));
            Operands.axis(type.shape(), axis);
            Operands.check(type.shape().dim(axis) > 0, "expected at least one element on axis " + axis);
            return type.with(type.shape().without(axis)).with(DType.I64);
        }
    }

    /**
     * {@code y[.., j, ..] = x[.., i[j], ..]}, for operands x and i (int64, rank 1).
     *
     * @param axis the axis along which positions are chosen
     */
    record Gather(int axis) implements Indexing {
        @Override
        public OptionalInt length(List<TensorType> operands) {
            return OptionalInt.of(operands.get(0).shape().dim(axis));
        }

        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 2);
            TensorType type = operands.get(0);
            Operands.axis(type.shape(), axis);
            Shape positions = Operands.positions(operands.get(1)).shape();
            Operands.check(positions.rank() == 1, "expected positions of rank 1");
            nonempty(type.shape().dim(axis), operands.get(1), axis);
            return type.with(type.shape().with(axis, positions.dim(0)));
        }
    }

    /**
     * The adjoint of {@link Gather}: adds each slice of the first operand to a tensor of zeros, at the position along
     * the axis that the second operand (int64, rank 1) gives.
     *
     * @param axis the axis along which positions are chosen
     * @param length the length of that axis in the result
     */
    record ScatterAdd(int axis, int length) implements Indexing {
        @Override
        public OptionalInt length(List<TensorType> operands) {
            return OptionalInt.of(length);
        }

        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 2);
            TensorType type = Operands.floating(operands.get(0));
            Operands.axis(type.shape(), axis);
            Shape positions = Operands.positions(operands.get(1)).shape();
            Operands.check(
                    positions.equals(Shape.of(type.shape().dim(axis))),
                    "expected one position for each slice on axis " + axis);
            nonempty(length, operands.get(1), axis);
            return type.with(type.shape().with(axis, length));
        }
    }

    private static void along(TensorType values, TensorType indices, int axis) {
        Shape shape = values.shape();
        Operands.positions(indices);
        Operands.axis(shape, axis);
        Operands.check(
                shape.rank() == indices.shape().rank()
                        && shape.with(axis, 0).equals(indices.shape().with(axis, 0)),
                "expected shapes that differ on axis " + axis + " only");
    }

    private static void nonempty(int length, TensorType positions, int axis) {
        Operands.check(
                length != 0 || positions.shape().size() == 0,
                "expected at least one element on axis " + axis + ", because there are positions along it");
    }
}
