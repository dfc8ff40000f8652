package org.pushforward.backend.reference;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * The elements of a tensor in the interpreter, in row-major order: float64 for both floating-point types, and exact
 * integers for both integer types. An array is never modified once it is in a value.
 */
public sealed interface Value {

    /** Returns the number of elements. */
    int size();

    /** Returns the elements at the given positions. */
    Value at(int[] positions);

    /** Returns an element as a floating-point number; true is 1. */
    double real(int position);

    /** Returns an element as an integer, truncated if it is not whole; true is 1. */
    long integer(int position);

    /** Floating-point numbers. */
    record Reals(double[] data) implements Value {
        @Override
        public int size() {
            return data.length;
        }

        @Override
        public Value at(int[] positions) {
            return Value.reals(positions.length, i -> data[positions[i]]);
        }

        @Override
        public double real(int position) {
            return data[position];
        }

        @Override
        public long integer(int position) {
            return (long) data[position];
        }
    }

    /** Integers. */
    record Integers(long[] data) implements Value {
        @Override
        public int size() {
            return data.length;
        }

        @Override
        public Value at(int[] positions) {
            return Value.integers(DType.I64, positions.length, i -> data[positions[i]]);
        }

        @Override
        public double real(int position) {
            return data[position];
        }

        @Override
        public long integer(int position) {
            return data[position];
        }
    }

    /** Booleans. */
    record Truths(boolean[] data) implements Value {
        @Override
        public int size() {
            return data.length;
        }

        @Override
        public Value at(int[] positions) {
            return Value.truths(positions.length, i -> data[positions[i]]);
        }

        @Override
        public double real(int position) {
            return data[position] ? 1 : 0;
        }

        @Override
        public long integer(int position) {
            return data[position] ? 1 : 0;
        }
    }

    /** Returns the floating-point elements. */
    default double[] reals() {
        return ((Reals) this).data();
    }

    /** Returns the integer elements. */
    default long[] integers() {
        return ((Integers) this).data();
    }

    /** Returns the boolean elements. */
    default boolean[] truths() {
        return ((Truths) this).data();
    }

    /** Returns a function's values at 0, 1, 2, ... */
    static Value reals(int size, IntToDoubleFunction element) {
        double[] data = new double[size];
        for (int i = 0; i < size; i++) {
            data[i] = element.applyAsDouble(i);
        }
        return new Reals(data);
    }

    /** Returns a function's values at 0, 1, 2, ..., wrapped to the width of the integer type. */
    static Value integers(DType dtype, int size, IntToLongFunction element) {
        long[] data = new long[size];
        for (int i = 0; i < size; i++) {
            long value = element.applyAsLong(i);
            data[i] = dtype == DType.I32 ? (int) value : value;
        }
        return new Integers(data);
    }

    /** Returns a function's values at 0, 1, 2, ... */
    static Value truths(int size, IntPredicate element) {
        boolean[] data = new boolean[size];
        for (int i = 0; i < size; i++) {
            data[i] = element.test(i);
        }
        return new Truths(data);
    }

    /** Returns the concatenated elements of values of one kind. */
    static Value join(List<Value> parts) {
        int[] part = new int[parts.stream().mapToInt(Value::size).sum()];
        int[] position = new int[part.length];
        int next = 0;
        for (int k = 0; k < parts.size(); k++) {
            for (int i = 0; i < parts.get(k).size(); i++, next++) {
                part[next] = k;
                position[next] = i;
            }
        }
        if (parts.get(0) instanceof Reals) {
            return reals(part.length, i -> parts.get(part[i]).real(position[i]));
        }
        return parts.get(0) instanceof Integers
                ? integers(DType.I64, part.length, i -> parts.get(part[i]).integer(position[i]))
                : truths(part.length, i -> parts.get(part[i]).truths()[position[i]]);
    }

    /** Returns the elements of an array. */
    static Value of(HostArray array) {
        return switch (array.dtype()) {
            case F32, F64 -> new Reals(array.toDoubles());
            case I32, I64 -> {
                long[] data = new long[array.size()];
                array.cast(DType.I64).longs().get(data);
                yield new Integers(data);
            }
            case BOOL -> new Truths(array.toBooleans());
        };
    }

    /** Returns an array of the given type, except that float32 becomes float64. */
    default HostArray toHost(TensorType type) {
        return switch (type.dtype()) {
            case F32, F64 -> HostArray.wrap(type.shape(), reals());
            case I32 -> HostArray.wrap(type.shape(), integers()).cast(DType.I32);
            case I64 -> HostArray.wrap(type.shape(), integers());
            case BOOL -> HostArray.wrap(type.shape(), truths());
        };
    }
}
