package org.pushforward.conformance.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Pseudorandom operands. The same name gives the same operands on every machine. Not safe for use by several threads. */
public final class RandomOperands {
    private static final RandomKey KEY = RandomKey.of(ConformanceSettings.SEED);

    private final UniformRandomProvider random;

    /** Creates operands that depend only on a name. */
    public RandomOperands(String name) {
        this(KEY.fold(name));
    }

    /** Creates operands that depend only on a key. */
    public RandomOperands(RandomKey key) {
        random = key.stream();
    }

    /** Returns an integer between two inclusive bounds. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** Returns numbers that are uniform between two bounds; for integers both bounds are included. */
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

    /** Returns distinct numbers in random order: multiples of a quarter, or integers. */
    public HostArray distinct(DType dtype, Shape shape) {
        double[] values = permutation(shape.size()).stream()
                .mapToDouble(i -> (i - shape.size() / 2) * (dtype.isFloating() ? 0.25 : 1))
                .toArray();
        return HostArray.wrap(shape, values).cast(dtype);
    }

    /** Returns int64 positions along an axis of some length. */
    public HostArray indices(Shape shape, int length) {
        return uniform(DType.I64, shape, 0, length - 1);
    }

    /** Returns the integers from 0 to n - 1 in random order. */
    public List<Integer> permutation(int n) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        for (int i = n - 1; i > 0; i--) {
            Collections.swap(order, i, between(0, i));
        }
        return order;
    }

    /** Returns each integer from 0 to n - 1 with probability one half, in ascending order. */
    public List<Integer> subset(int n) {
        return IntStream.range(0, n).filter(i -> random.nextBoolean()).boxed().toList();
    }
}
