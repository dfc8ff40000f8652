package org.pushforward.conformance.check;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.backend.reference.Value;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The element types, shapes and edge values on which every primitive is tried. */
public final class TestOperands {
    public static final List<DType> FLOATING_TYPES = List.of(DType.F32, DType.F64);
    public static final List<DType> NUMERIC_TYPES = List.of(DType.F32, DType.F64, DType.I32, DType.I64);
    public static final List<DType> ALL_TYPES = List.of(DType.values());

    /** A scalar, axes of length 0 and 1, and every rank up to the highest. */
    public static final List<Shape> EDGE_SHAPES = List.of(
            Shape.scalar(),
            Shape.of(1),
            Shape.of(0),
            Shape.of(2, 0, 3),
            Shape.of(1, 1),
            Shape.of(3, 2),
            Shape.of(2, 1, 3),
            Shape.of(2, 3, 1, 2),
            Shape.of(2, 1, 2, 3, 2),
            Shape.of(2, 1, 1, 2, 1, 3),
            Shape.of(1, 2, 1, 1, 2, 1, 2),
            Shape.of(1, 2, 1, 2, 1, 2, 1, 2));

    private TestOperands() {}

    /** Returns a vector of these numbers in an element type. */
    public static HostArray vector(DType dtype, double... values) {
        return HostArray.of(Shape.of(values.length), values).cast(dtype);
    }

    /** Returns numbers below the smallest normal one, which engines may flush to zero, and their neighbors. */
    public static HostArray subnormal(DType dtype) {
        return dtype == DType.F32
                ? vector(dtype, 1e-40, -1e-40, Float.MIN_VALUE, Float.MIN_NORMAL, 0.0, -0.0, 1)
                : vector(dtype, 1e-310, -1e-310, Double.MIN_VALUE, Double.MIN_NORMAL, 0.0, -0.0, 1);
    }

    /** Returns the smallest and largest integers, small ones, and integers that lose digits in a floating-point type. */
    public static HostArray extremes(DType dtype) {
        return dtype == DType.I32
                ? HostArray.of(Shape.of(8), 0, 1, -1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, (1 << 24) + 1)
                : HostArray.of(Shape.of(8), 0, 1, -1, 7, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1);
    }

    /** Returns the first elements of all pairs of elements of a vector. */
    public static HostArray firstOfPairs(HostArray vector) {
        int n = vector.size();
        return chosen(vector, IntStream.range(0, n * n).map(i -> i / n));
    }

    /** Returns the second elements of all pairs of elements of a vector. */
    public static HostArray secondOfPairs(HostArray vector) {
        int n = vector.size();
        return chosen(vector, IntStream.range(0, n * n).map(i -> i % n));
    }

    private static HostArray chosen(HostArray vector, IntStream positions) {
        int[] choice = positions.toArray();
        return Value.of(vector)
                .at(choice)
                .toHost(new TensorType(vector.dtype(), Shape.of(choice.length)))
                .cast(vector.dtype());
    }

    /** Returns the lengths of a shape's axes as a list. */
    public static List<Integer> dims(Shape shape) {
        return Arrays.stream(shape.dims()).boxed().toList();
    }
}
