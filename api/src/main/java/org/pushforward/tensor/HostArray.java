package org.pushforward.tensor;

import java.lang.reflect.Array;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.pushforward.Stability;

/**
 * A dense row-major array in the memory of the JVM, for the inputs and outputs of engines.
 *
 * <p>Immutable, and so safe to share between threads, provided that an array handed to a {@code wrap} method is not
 * written to afterward.
 */
@Stability(Stability.Level.STABLE)
public final class HostArray {
    /** The number of elements that are printed at each end of a long axis. */
    private static final int EDGE = 3;

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

    /**
     * Returns a float32 matrix with a copy of the values, of shape [rows, columns].
     *
     * @throws IllegalArgumentException if two rows have different lengths
     */
    public static HostArray of(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException("row " + i + " has " + rows[i].length + " numbers, but row 0 has "
                        + columns + ": expected rows of one length");
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return wrap(Shape.of(rows.length, columns), values);
    }

    /**
     * Returns arrays one after another along their first axis.
     *
     * @throws IllegalArgumentException if there is none, or two differ in element type or in another axis
     */
    public static HostArray concat(List<HostArray> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("concat of no arrays: expected at least one");
        }
        HostArray first = parts.get(0);
        int rows = 0;
        for (HostArray part : parts) {
            if (part.dtype() != first.dtype()
                    || part.shape().rank() == 0
                    || !part.shape().with(0, 0).equals(first.shape().with(0, 0))) {
                throw new IllegalArgumentException("concat of arrays of types " + first.type() + " and " + part.type()
                        + ": expected types that differ only in the first axis");
            }
            rows += part.shape().dim(0);
        }
        Shape target = first.shape().with(0, rows);
        Object joined = Array.newInstance(first.data.getClass().getComponentType(), target.size());
        int position = 0;
        for (HostArray part : parts) {
            System.arraycopy(part.data, 0, joined, position, part.size());
            position += part.size();
        }
        return new HostArray(first.dtype(), target, joined, target.size());
    }

    /** Returns a float32 array over these values, which must not be written to afterward. */
    public static HostArray wrap(Shape shape, float[] values) {
        return new HostArray(DType.F32, shape, values, values.length);
    }

    /** Returns a float64 array over these values, which must not be written to afterward. */
    public static HostArray wrap(Shape shape, double[] values) {
        return new HostArray(DType.F64, shape, values, values.length);
    }

    /** Returns an int32 array over these values, which must not be written to afterward. */
    public static HostArray wrap(Shape shape, int[] values) {
        return new HostArray(DType.I32, shape, values, values.length);
    }

    /** Returns an int64 array over these values, which must not be written to afterward. */
    public static HostArray wrap(Shape shape, long[] values) {
        return new HostArray(DType.I64, shape, values, values.length);
    }

    /** Returns a boolean array over these values, which must not be written to afterward. */
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
     * Returns an element of an array of rank 2 or more as a double; true is 1.
     *
     * @throws IllegalArgumentException if there are not as many indices as axes
     * @throws IndexOutOfBoundsException if an index is outside its axis
     */
    public double get(int i, int j, int... rest) {
        int[] index = new int[2 + rest.length];
        index[0] = i;
        index[1] = j;
        System.arraycopy(rest, 0, index, 2, rest.length);
        if (index.length != shape().rank()) {
            throw new IllegalArgumentException(
                    index.length + " indices of an array of type " + type + ": expected " + shape().rank());
        }
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            position = position * shape().dim(axis) + Objects.checkIndex(index[axis], shape().dim(axis));
        }
        return get(position);
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

    /**
     * Returns a copy of a matrix as an array for each row, whatever the element type.
     *
     * @throws IllegalStateException if this is not of rank 2
     */
    public float[][] toRows() {
        if (shape().rank() != 2) {
            throw new IllegalStateException("toRows() of " + type + ": expected an array of rank 2");
        }
        float[] all = toFloats();
        int columns = shape().dim(1);
        float[][] rows = new float[shape().dim(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * columns, (i + 1) * columns);
        }
        return rows;
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
        Object part = Array.newInstance(data.getClass().getComponentType(), target.size());
        System.arraycopy(data, from * row, part, 0, target.size());
        return new HostArray(dtype(), target, part, target.size());
    }

    /**
     * Returns the values at some positions of the first axis, in their order.
     *
     * @throws IllegalArgumentException if this is a scalar
     * @throws IndexOutOfBoundsException if a position is outside the first axis
     */
    public HostArray take(int... positions) {
        if (shape().rank() == 0) {
            throw new IllegalArgumentException("take() of " + type + ": expected an axis to take from");
        }
        int count = shape().dim(0);
        int row = count == 0 ? 0 : size() / count;
        Shape target = shape().with(0, positions.length);
        Object taken = Array.newInstance(data.getClass().getComponentType(), target.size());
        for (int i = 0; i < positions.length; i++) {
            System.arraycopy(data, Objects.checkIndex(positions[i], count) * row, taken, i * row, row);
        }
        return new HostArray(dtype(), target, taken, target.size());
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

    /** Returns the type and the elements in brackets, with dots in the middle of an axis longer than six. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type.toString()).append(' ');
        print(text, 0, 0, size());
        return text.toString();
    }

    private void print(StringBuilder text, int axis, int from, int size) {
        if (axis == shape().rank()) {
            text.append(element(from));
            return;
        }
        int length = shape().dim(axis);
        int step = length == 0 ? 0 : size / length;
        boolean lines = axis + 1 < shape().rank();
        text.append('[');
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                text.append(lines ? ",\n" + " ".repeat(type.toString().length() + 2 + axis) : ", ");
            }
            if (length > 2 * EDGE && i == EDGE) {
                text.append("...");
                i = length - EDGE - 1;
            } else {
                print(text, axis + 1, from + i * step, step);
            }
        }
        text.append(']');
    }

    private String element(int position) {
        return switch (dtype()) {
            case F32 -> String.valueOf((float) get(position));
            case F64 -> String.valueOf(get(position));
            case I32 -> String.valueOf(((int[]) data)[position]);
            case I64 -> String.valueOf(((long[]) data)[position]);
            case BOOL -> String.valueOf(get(position) != 0);
        };
    }
}
