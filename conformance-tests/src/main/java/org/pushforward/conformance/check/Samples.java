package org.pushforward.conformance.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.backend.reference.Value;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The operands of cases: the same for the same name, on every machine. Not safe for use by several threads. */
public final class Samples {
    private static final RandomKey KEY = RandomKey.of(ConformanceSettings.SEED);

    public static final List<DType> FLOATING = List.of(DType.F32, DType.F64);
    public static final List<DType> NUMERIC = List.of(DType.F32, DType.F64, DType.I32, DType.I64);
    public static final List<DType> EVERY = List.of(DType.values());

    /** Scalars, axes of length 0 and 1, and ranks up to the largest. */
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

    private final UniformRandomProvider random;

    public Samples(String name) {
        this(KEY.fold(name));
    }

    public Samples(RandomKey key) {
        random = key.stream();
    }

    /** Returns a number from one inclusive to another inclusive. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** Returns numbers between two; integers include both. */
    public HostArray uniform(DType dtype, Shape shape, double low, double high) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = dtype.isFloating()
                    ? low + (high - low) * random.nextDouble()
                    : Math.floor(low + (high - low + 1) * random.nextDouble());
        }
        return HostArray.wrap(shape, values).cast(dtype);
    }

    /** Returns small whole numbers with many ties, or truth values. */
    public HostArray whole(DType dtype, Shape shape) {
        return dtype == DType.BOOL
                ? uniform(DType.I32, shape, 0, 1).cast(DType.BOOL)
                : uniform(DType.I32, shape, -4, 4).cast(dtype);
    }

    /** Returns distinct numbers in an arbitrary order, a quarter apart. */
    public HostArray distinct(DType dtype, Shape shape) {
        double[] values = permutation(shape.size()).stream()
                .mapToDouble(i -> (i - shape.size() / 2) * (dtype.isFloating() ? 0.25 : 1))
                .toArray();
        return HostArray.wrap(shape, values).cast(dtype);
    }

    /** Returns indices into an axis of some length. */
    public HostArray indices(Shape shape, int length) {
        return uniform(DType.I64, shape, 0, length - 1);
    }

    /** Returns the numbers below n in an arbitrary order. */
    public List<Integer> permutation(int n) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        for (int i = n - 1; i > 0; i--) {
            Collections.swap(order, i, between(0, i));
        }
        return order;
    }

    /** Returns each number below n with probability one half, ascending. */
    public List<Integer> subset(int n) {
        return IntStream.range(0, n).filter(i -> random.nextBoolean()).boxed().toList();
    }

    /** Returns a vector of these numbers in an element type. */
    public static HostArray vector(DType dtype, double... values) {
        return HostArray.of(Shape.of(values.length), values).cast(dtype);
    }

    /** Returns numbers below the smallest normal one, which engines may flush to zero, and neighbours. */
    public static HostArray subnormal(DType dtype) {
        return dtype == DType.F32
                ? vector(dtype, 1e-40, -1e-40, Float.MIN_VALUE, Float.MIN_NORMAL, 0.0, -0.0, 1)
                : vector(dtype, 1e-310, -1e-310, Double.MIN_VALUE, Double.MIN_NORMAL, 0.0, -0.0, 1);
    }

    /** Returns the smallest and largest integers and their neighbours, and integers that float64 cannot hold. */
    public static HostArray extremes(DType dtype) {
        return dtype == DType.I32
                ? HostArray.of(Shape.of(8), 0, 1, -1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, (1 << 24) + 1)
                : HostArray.of(Shape.of(8), 0, 1, -1, 7, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1);
    }

    /** Returns the first elements of all pairs, or the second: every element of a vector meets every one. */
    public static HostArray pairs(HostArray vector, boolean second) {
        int n = vector.size();
        int[] choice =
                IntStream.range(0, n * n).map(i -> second ? i % n : i / n).toArray();
        return Value.of(vector)
                .at(choice)
                .toHost(new TensorType(vector.dtype(), Shape.of(n * n)))
                .cast(vector.dtype());
    }

    /** Returns a list with the same number n times. */
    public static List<Integer> filled(int n, int value) {
        return Collections.nCopies(n, value);
    }

    /** Returns the axis lengths as a list. */
    public static List<Integer> dims(Shape shape) {
        return Arrays.stream(shape.dims()).boxed().toList();
    }
}
