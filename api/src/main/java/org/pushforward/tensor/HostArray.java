package org.pushforward.tensor;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * A dense row-major array in the memory of the JVM: what goes into an engine and what comes out of it.
 *
 * <p>Immutable, and so safe to share between threads, provided that an array handed to a {@code wrap} method is not
 * written to afterwards.
 */
public final class HostArray {
    private final TensorType type;
    private final Object data;

    private HostArray(DType dtype, Shape shape, Object data, int length) {
        if (shape.size() != length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " has " + shape.size() + " elements, but " + length + " values were given");
        }
        this.type = new TensorType(dtype, shape);
        this.data = data;
    }

    /** Returns a float32 array with a copy of the values. */
    public static HostArray of(Shape shape, float... values) {
        return wrap(shape, values.clone());
    }

    /** Returns a float64 array with a copy of the values. */
    public static HostArray of(Shape shape, double... values) {
        return wrap(shape, values.clone());
    }

    /** Returns an int32 array with a copy of the values. */
    public static HostArray of(Shape shape, int... values) {
        return wrap(shape, values.clone());
    }

    /** Returns an int64 array with a copy of the values. */
    public static HostArray of(Shape shape, long... values) {
        return wrap(shape, values.clone());
    }

    /** Returns a boolean array with a copy of the values. */
    public static HostArray of(Shape shape, boolean... values) {
        return wrap(shape, values.clone());
    }

    /** Returns a float32 array over these values, which must not be written to afterwards. */
    public static HostArray wrap(Shape shape, float[] values) {
        return new HostArray(DType.F32, shape, values, values.length);
    }

    /** Returns a float64 array over these values, which must not be written to afterwards. */
    public static HostArray wrap(Shape shape, double[] values) {
        return new HostArray(DType.F64, shape, values, values.length);
    }

    /** Returns an int32 array over these values, which must not be written to afterwards. */
    public static HostArray wrap(Shape shape, int[] values) {
        return new HostArray(DType.I32, shape, values, values.length);
    }

    /** Returns an int64 array over these values, which must not be written to afterwards. */
    public static HostArray wrap(Shape shape, long[] values) {
        return new HostArray(DType.I64, shape, values, values.length);
    }

    /** Returns a boolean array over these values, which must not be written to afterwards. */
    public static HostArray wrap(Shape shape, boolean[] values) {
        return new HostArray(DType.BOOL, shape, values, values.length);
    }

    /** Returns an array of rank 0. */
    public static HostArray scalar(DType dtype, double value) {
        return full(new TensorType(dtype, Shape.scalar()), value);
    }

    /** Returns an array with the same value everywhere, converted to the element type. */
    public static HostArray full(TensorType type, double value) {
        double[] values = new double[type.shape().size()];
        Arrays.fill(values, value);
        return wrap(type.shape(), values).cast(type.dtype());
    }

    /** Returns an array of zeros. */
    public static HostArray zeros(TensorType type) {
        return full(type, 0);
    }

    /** Returns the element type and shape. */
    public TensorType type() {
        return type;
    }

    /** Returns the shape. */
    public Shape shape() {
        return type.shape();
    }

    /** Returns the element type. */
    public DType dtype() {
        return type.dtype();
    }

    /** Returns the number of elements. */
    public int size() {
        return type.shape().size();
    }

    /** Returns the element at a row-major position as a double; true is 1. */
    public double get(int position) {
        return switch (dtype()) {
            case F32 -> ((float[]) data)[position];
            case F64 -> ((double[]) data)[position];
            case I32 -> ((int[]) data)[position];
            case I64 -> ((long[]) data)[position];
            case BOOL -> ((boolean[]) data)[position] ? 1 : 0;
        };
    }

    /**
     * Returns the only element.
     *
     * @throws IllegalStateException if there is not exactly one
     */
    public double item() {
        if (size() != 1) {
            throw new IllegalStateException("item() of " + type + ": it has " + size() + " elements, not one");
        }
        return get(0);
    }

    /** Returns a read-only view of the float32 elements. */
    public FloatBuffer floats() {
        return FloatBuffer.wrap((float[]) expect(DType.F32)).asReadOnlyBuffer();
    }

    /** Returns a read-only view of the float64 elements. */
    public DoubleBuffer doubles() {
        return DoubleBuffer.wrap((double[]) expect(DType.F64)).asReadOnlyBuffer();
    }

    /** Returns a read-only view of the int32 elements. */
    public IntBuffer ints() {
        return IntBuffer.wrap((int[]) expect(DType.I32)).asReadOnlyBuffer();
    }

    /** Returns a read-only view of the int64 elements. */
    public LongBuffer longs() {
        return LongBuffer.wrap((long[]) expect(DType.I64)).asReadOnlyBuffer();
    }

    /** Returns a copy of the boolean elements. */
    public boolean[] toBooleans() {
        return ((boolean[]) expect(DType.BOOL)).clone();
    }

    /** Returns a copy of the elements as floats, whatever their type. */
    public float[] toFloats() {
        if (data instanceof float[] floats) {
            return floats.clone();
        }
        float[] result = new float[size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) get(i);
        }
        return result;
    }

    /** Returns a copy of the elements as doubles, whatever their type. */
    public double[] toDoubles() {
        if (data instanceof double[] doubles) {
            return doubles.clone();
        }
        double[] result = new double[size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = get(i);
        }
        return result;
    }

    /**
     * Returns the same elements in another type, by Java's casts; a nonzero number is true. Between the two integer
     * types the conversion is exact, not by way of floating point.
     */
    public HostArray cast(DType target) {
        if (target == dtype()) {
            return this;
        }
        return switch (target) {
            case F32 -> wrap(shape(), toFloats());
            case F64 -> wrap(shape(), toDoubles());
            case I32 -> {
                int[] result = new int[size()];
                for (int i = 0; i < result.length; i++) {
                    result[i] = data instanceof long[] longs ? (int) longs[i] : (int) get(i);
                }
                yield wrap(shape(), result);
            }
            case I64 -> {
                long[] result = new long[size()];
                for (int i = 0; i < result.length; i++) {
                    result[i] = (long) get(i);
                }
                yield wrap(shape(), result);
            }
            case BOOL -> {
                boolean[] result = new boolean[size()];
                for (int i = 0; i < result.length; i++) {
                    result[i] = get(i) != 0;
                }
                yield wrap(shape(), result);
            }
        };
    }

    /** Returns the same elements in another shape of equal size. */
    public HostArray reshape(Shape target) {
        return new HostArray(dtype(), target, data, size());
    }

    /**
     * Returns a run of positions along the first axis, from one inclusive to another exclusive.
     *
     * @throws IllegalArgumentException if this is a scalar or the range is not inside the first axis
     */
    public HostArray rows(int from, int to) {
        if (shape().rank() == 0 || from < 0 || to < from || to > shape().dim(0)) {
            throw new IllegalArgumentException("rows " + from + " to " + to + " of " + type);
        }
        int row = shape().dim(0) == 0 ? 0 : size() / shape().dim(0);
        Shape target = shape().with(0, to - from);
        Object part = java.lang.reflect.Array.newInstance(data.getClass().getComponentType(), target.size());
        System.arraycopy(data, from * row, part, 0, target.size());
        return new HostArray(dtype(), target, part, target.size());
    }

    /** Returns whether every element is finite; integers and booleans are. */
    public boolean isFinite() {
        if (data instanceof float[] floats) {
            for (float element : floats) {
                if (!Float.isFinite(element)) {
                    return false;
                }
            }
        } else if (data instanceof double[] doubles) {
            return Arrays.stream(doubles).allMatch(Double::isFinite);
        }
        return true;
    }

    private Object expect(DType dtype) {
        if (dtype() != dtype) {
            throw new IllegalStateException("the elements of " + type + " are not " + dtype + ": cast() first");
        }
        return data;
    }

    /** Arrays are equal when their types are and every element has the same bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HostArray array && type.equals(array.type) && equalData(array.data);
    }

    private boolean equalData(Object other) {
        return switch (dtype()) {
            case F32 -> Arrays.equals((float[]) data, (float[]) other);
            case F64 -> Arrays.equals((double[]) data, (double[]) other);
            case I32 -> Arrays.equals((int[]) data, (int[]) other);
            case I64 -> Arrays.equals((long[]) data, (long[]) other);
            case BOOL -> Arrays.equals((boolean[]) data, (boolean[]) other);
        };
    }

    @Override
    public int hashCode() {
        int hash =
                switch (dtype()) {
                    case F32 -> Arrays.hashCode((float[]) data);
                    case F64 -> Arrays.hashCode((double[]) data);
                    case I32 -> Arrays.hashCode((int[]) data);
                    case I64 -> Arrays.hashCode((long[]) data);
                    case BOOL -> Arrays.hashCode((boolean[]) data);
                };
        return 31 * type.hashCode() + hash;
    }

    /** Returns the type and the first few elements. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type.toString()).append(" {");
        for (int i = 0; i < Math.min(size(), 8); i++) {
            text.append(i == 0 ? "" : ", ");
            text.append(
                    dtype() == DType.BOOL
                            ? String.valueOf(get(i) != 0)
                            : dtype().isInteger() ? String.valueOf((long) get(i)) : String.valueOf(get(i)));
        }
        return text.append(size() > 8 ? ", ...}" : "}").toString();
    }
}
