package org.pushforward.graph.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Arrays as text: the type, a colon, and the exact little-endian elements in Base64 (RFC 4648). A boolean is one byte,
 * 1 or 0.
 */
final class ArrayText {
    private ArrayText() {}

    static String of(HostArray array) {
        ByteBuffer bytes = ByteBuffer.allocate(
                        Math.multiplyExact(array.size(), array.dtype().bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (array.dtype()) {
            case F32 -> bytes.asFloatBuffer().put(array.floats());
            case F64 -> bytes.asDoubleBuffer().put(array.doubles());
            case I32 -> bytes.asIntBuffer().put(array.ints());
            case I64 -> bytes.asLongBuffer().put(array.longs());
            case BOOL -> {
                for (boolean truth : array.toBooleans()) {
                    bytes.put((byte) (truth ? 1 : 0));
                }
            }
        }
        return array.type() + ":" + Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Reads an array. Nothing is allocated before the text is known to contain all of its elements. */
    static HostArray read(TextCursor text) {
        TensorType type = text.type();
        text.expect(":");
        int start = text.position();
        String digits = text.run(ArrayText::isDigit);
        long size = (long) type.shape().size() * type.dtype().bytes();
        long expected = (size + 2) / 3 * 4;
        if (digits.length() != expected) {
            throw text.error(
                    start, "found " + digits.length() + " digits of Base64, expected the " + expected + " of " + type);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(digits);
            if (bytes.length != size) {
                throw text.error(start, "found " + bytes.length + " bytes, expected the " + size + " of " + type);
            }
            if (type.dtype() == DType.BOOL) {
                return truths(type.shape(), bytes, text, start);
            }
            return numbers(type, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        } catch (GraphFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw text.error(start, "expected Base64: " + e.getMessage());
        }
    }

    private static boolean isDigit(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=';
    }

    private static HostArray numbers(TensorType type, ByteBuffer bytes) {
        Shape shape = type.shape();
        return switch (type.dtype()) {
            case F32 -> {
                float[] values = new float[shape.size()];
                bytes.asFloatBuffer().get(values);
                yield HostArray.wrap(shape, values);
            }
            case F64 -> {
                double[] values = new double[shape.size()];
                bytes.asDoubleBuffer().get(values);
                yield HostArray.wrap(shape, values);
            }
            case I32 -> {
                int[] values = new int[shape.size()];
                bytes.asIntBuffer().get(values);
                yield HostArray.wrap(shape, values);
            }
            case I64 -> {
                long[] values = new long[shape.size()];
                bytes.asLongBuffer().get(values);
                yield HostArray.wrap(shape, values);
            }
            case BOOL -> throw new IllegalStateException("booleans are not numbers");
        };
    }

    private static HostArray truths(Shape shape, byte[] bytes, TextCursor text, int start) {
        boolean[] values = new boolean[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != 0 && bytes[i] != 1) {
                throw text.error(start, "byte " + i + " is " + bytes[i] + ", expected a boolean, 0 or 1");
            }
            values[i] = bytes[i] == 1;
        }
        return HostArray.wrap(shape, values);
    }
}
