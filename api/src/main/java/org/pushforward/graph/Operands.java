package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The checks that shape rules share. Each throws an exception that says what was expected. */
@Stability(Stability.Level.STABLE)
public final class Operands {
    private Operands() {}

    static void count(List<TensorType> operands, int expected) {
        if (operands.size() != expected) {
            throw new IllegalArgumentException(
                    "expected " + expected + (expected == 1 ? " operand" : " operands") + ", not " + operands.size());
        }
    }

    /** Checks that there is the expected number of operands, all of one floating-point type, and returns that type. */
    static TensorType alike(List<TensorType> operands, int expected) {
        count(operands, expected);
        return floating(operands.stream().reduce(Operands::same).orElseThrow());
    }

    static TensorType one(List<TensorType> operands) {
        count(operands, 1);
        return operands.get(0);
    }

    static TensorType floating(TensorType type) {
        check(type.dtype().isFloating(), "expected a floating-point element type: cast(F32) first");
        return type;
    }

    static TensorType numeric(TensorType type) {
        check(type.dtype() != DType.BOOL, "expected numbers, not booleans: cast(F32) first");
        return type;
    }

    static TensorType integer(TensorType type) {
        check(type.dtype() == DType.I32 || type.dtype() == DType.I64, "expected integers");
        return type;
    }

    static TensorType positions(TensorType type) {
        check(type.dtype() == DType.I64, "expected int64 positions");
        return type;
    }

    /** Checks that an element type can hold a number: an integer type holds whole numbers in its range. */
    static void holds(DType dtype, double value) {
        if (dtype.isInteger()) {
            check(
                    Math.rint(value) == value,
                    "expected a whole number for an integer tensor: cast(F64) the tensor first to compute with fractions");
            // The largest 64-bit integer is not a double; 2^63 is the smallest double that is too large.
            double end = dtype == DType.I32 ? 0x1p31 : 0x1p63;
            check(-end <= value && value < end, "expected a number in the range of " + dtype);
        }
    }

    static void divisor(int divisor) {
        check(divisor >= 1, "divisor " + divisor + ": expected 1 or more");
    }

    static TensorType bool(TensorType type) {
        check(type.dtype() == DType.BOOL, "expected booleans");
        return type;
    }

    static TensorType same(TensorType a, TensorType b) {
        check(
                a.dtype() == b.dtype(),
                "expected equal element types: types are not promoted silently, so cast() one of them");
        check(a.shape().equals(b.shape()), "expected equal shapes");
        return a;
    }

    /** Checks that the axes are normalized, ascending and distinct. */
    static void axes(Shape shape, List<Integer> axes) {
        int previous = -1;
        for (int axis : axes) {
            check(axis > previous && axis < shape.rank(), "expected ascending axes below " + shape.rank());
            previous = axis;
        }
    }

    static void axis(Shape shape, int axis) {
        check(axis >= 0 && axis < shape.rank(), "expected an axis in [0, " + shape.rank() + ")");
    }

    static void rank(Shape shape, List<?> attribute, String name) {
        check(attribute.size() == shape.rank(), "expected " + shape.rank() + " entries in " + name);
    }

    /** Returns the length of an axis, which must fit an int. */
    static int length(long length) {
        check(length <= Integer.MAX_VALUE, "expected at most " + Integer.MAX_VALUE + " positions, not " + length);
        return (int) length;
    }

    static void check(boolean condition, String expectation) {
        if (!condition) {
            throw new IllegalArgumentException(expectation);
        }
    }
}
