package org.pushforward.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The binary layout of the elements of an array in a file.
 *
 * @param kind {@code f} for floating point, {@code i} for signed integers, {@code u} for unsigned integers, {@code b} for booleans
 * @param bytes the size of an element in bytes
 * @param order the byte order
 */
record ArrayBytes(char kind, int bytes, ByteOrder order) {
    private static final int BLOCK = 1 << 16;

    /** Returns the element type after reading. Integers become i32, or i64 if i32 is too small. */
    DType type() {
        return switch (kind) {
            case 'f' -> bytes == 8 ? DType.F64 : DType.F32;
            case 'b' -> DType.BOOL;
            default -> bytes == 8 || kind == 'u' && bytes == 4 ? DType.I64 : DType.I32;
        };
    }

    /**
     * Returns the number of elements of a shape.
     *
     * @throws DataFileException if the shape is invalid or the array exceeds the budget; no memory has been allocated yet
     */
    int count(String what, List<Long> shape, long budget) {
        long count = 1;
        if (shape.size() > Shape.MAX_RANK) {
            throw new DataFileException(what + " has " + shape.size() + " axes: expected at most " + Shape.MAX_RANK);
        }
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new DataFileException(what + " has the shape " + shape + ": expected lengths of 0 or more");
            }
            try {
                // An array without elements is refused, too, if its other lengths are too large.
                count = Math.multiplyExact(count, Math.max(1, dimension));
            } catch (ArithmeticException e) {
                throw new DataFileException(
                        what + " has the shape " + shape + ", whose size overflows: the file is damaged");
            }
        }
        if (count > Integer.MAX_VALUE - 8 || count > budget / Math.max(bytes, type().bytes())) {
            throw new DataFileException(what + " of shape " + shape + " needs more than " + budget
                    + " bytes of memory: give Java more heap (-Xmx), or choose fewer rows");
        }
        return shape.contains(0L) ? 0 : (int) count;
    }

    /** Reads an array of the given shape in row-major (C) order. */
    HostArray read(InputStream in, String what, List<Long> shape, long budget) throws IOException {
        try {
            return read(in, what, shape, count(what, shape, budget));
        } catch (ArithmeticException e) {
            throw DataFileException.of(what + ": " + e.getMessage(), e);
        }
    }

    private HostArray read(InputStream in, String what, List<Long> shape, int count) throws IOException {
        Shape dims = Shape.of(shape.stream().mapToInt(Long::intValue).toArray());
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(order);
        return switch (type()) {
            case F32 -> {
                float[] values = new float[count];
                each(in, what, count, block, i -> values[i] = bytes == 4 ? block.getFloat() : half(block.getShort()));
                yield HostArray.wrap(dims, values);
            }
            case F64 -> {
                double[] values = new double[count];
                each(in, what, count, block, i -> values[i] = block.getDouble());
                yield HostArray.wrap(dims, values);
            }
            case I32 -> {
                int[] values = new int[count];
                each(in, what, count, block, i -> values[i] = (int) integer(block));
                yield HostArray.wrap(dims, values);
            }
            case I64 -> {
                long[] values = new long[count];
                each(in, what, count, block, i -> values[i] = integer(block));
                yield HostArray.wrap(dims, values);
            }
            case BOOL -> {
                boolean[] values = new boolean[count];
                each(in, what, count, block, i -> values[i] = block.get() != 0);
                yield HostArray.wrap(dims, values);
            }
        };
    }

    /** Returns the element at a byte position. */
    double number(ByteBuffer from, int at) {
        return switch (kind) {
            case 'f' -> bytes == 8 ? from.getDouble(at) : bytes == 4 ? from.getFloat(at) : half(from.getShort(at));
            case 'b' -> from.get(at) == 0 ? 0 : 1;
            case 'i' ->
                switch (bytes) {
                    case 1 -> from.get(at);
                    case 2 -> from.getShort(at);
                    case 4 -> from.getInt(at);
                    default -> from.getLong(at);
                };
            default ->
                switch (bytes) {
                    case 1 -> from.get(at) & 0xff;
                    case 2 -> from.getShort(at) & 0xffff;
                    case 4 -> from.getInt(at) & 0xffffffffL;
                    default -> nonnegative(from.getLong(at));
                };
        };
    }

    private static long nonnegative(long value) {
        if (value < 0) {
            throw new ArithmeticException("an unsigned 64-bit integer is 2^63 or more: expected smaller numbers");
        }
        return value;
    }

    private long integer(ByteBuffer block) {
        boolean signed = kind == 'i';
        return switch (bytes) {
            case 1 -> signed ? block.get() : block.get() & 0xff;
            case 2 -> signed ? block.getShort() : block.getShort() & 0xffff;
            case 4 -> signed ? block.getInt() : block.getInt() & 0xffffffffL;
            default -> signed ? block.getLong() : nonnegative(block.getLong());
        };
    }

    /** Converts an IEEE 754 binary16 number to float32. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude = exponent == 0
                ? fraction * 0x1p-24f
                : exponent == 31
                        ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                        : Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
        return bits < 0 ? -magnitude : magnitude;
    }

    @FunctionalInterface
    private interface PositionConsumer {
        void take(int position);
    }

    private void each(InputStream in, String what, int count, ByteBuffer block, PositionConsumer element)
            throws IOException {
        int done = 0;
        while (done < count) {
            int some = Math.min(count - done, BLOCK / bytes);
            int read = in.readNBytes(block.array(), 0, some * bytes);
            if (read < some * bytes) {
                throw new EOFException(what + " ends before its last number: it is truncated");
            }
            block.clear();
            for (int i = 0; i < some; i++) {
                element.take(done + i);
            }
            done += some;
        }
    }
}
