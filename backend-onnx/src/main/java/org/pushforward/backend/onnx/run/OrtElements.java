package org.pushforward.backend.onnx.run;

import java.nio.ByteBuffer;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Copies elements between arrays and buffers, in the byte order of the buffer. A boolean is one byte, 0 or 1. */
public final class OrtElements {
    private OrtElements() {}

    /** Writes all elements to the beginning of a buffer, without changing its position. */
    public static void copy(HostArray from, ByteBuffer to) {
        switch (from.dtype()) {
            case F32 -> to.asFloatBuffer().put(from.floats());
            case F64 -> to.asDoubleBuffer().put(from.doubles());
            case I32 -> to.asIntBuffer().put(from.ints());
            case I64 -> to.asLongBuffer().put(from.longs());
            case BOOL -> {
                boolean[] values = from.toBooleans();
                for (int i = 0; i < values.length; i++) {
                    to.put(i, (byte) (values[i] ? 1 : 0));
                }
            }
        }
    }

    /** Returns the elements at the beginning of a buffer as an array, without changing its position. */
    public static HostArray copy(ByteBuffer from, TensorType type) {
        Shape shape = type.shape();
        switch (type.dtype()) {
            case F32 -> {
                float[] values = new float[shape.size()];
                from.asFloatBuffer().get(values);
                return HostArray.wrap(shape, values);
            }
            case F64 -> {
                double[] values = new double[shape.size()];
                from.asDoubleBuffer().get(values);
                return HostArray.wrap(shape, values);
            }
            case I32 -> {
                int[] values = new int[shape.size()];
                from.asIntBuffer().get(values);
                return HostArray.wrap(shape, values);
            }
            case I64 -> {
                long[] values = new long[shape.size()];
                from.asLongBuffer().get(values);
                return HostArray.wrap(shape, values);
            }
            case BOOL -> {
                boolean[] values = new boolean[shape.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = from.get(i) != 0;
                }
                return HostArray.wrap(shape, values);
            }
        }
        throw new IllegalStateException("element type " + type.dtype());
    }
}
