package org.pushforward.backend.tensorflow.lowering;

import java.util.EnumMap;
import java.util.Map;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** Copies values between the memory of the JVM and that of TensorFlow. */
public final class Transfer {
    private static final Map<DType, Class<? extends TType>> CLASSES = new EnumMap<>(Map.of(
            DType.F32, TFloat32.class,
            DType.F64, TFloat64.class,
            DType.I32, TInt32.class,
            DType.I64, TInt64.class,
            DType.BOOL, TBool.class));

    private Transfer() {}

    static DataType dataType(DType dtype) {
        return switch (dtype) {
            case F32 -> DataType.DT_FLOAT;
            case F64 -> DataType.DT_DOUBLE;
            case I32 -> DataType.DT_INT32;
            case I64 -> DataType.DT_INT64;
            case BOOL -> DataType.DT_BOOL;
        };
    }

    /** Returns a copy in native memory, which the caller closes. */
    public static Tensor toNative(HostArray value) {
        Tensor tensor =
                Tensor.of(CLASSES.get(value.dtype()), Shape.of(value.shape().longDims()));
        copy(value, tensor);
        return tensor;
    }

    /** Copies a value into a tensor of the same type. */
    public static void copy(HostArray value, Tensor tensor) {
        if (value.size() > 0) {
            ByteDataBuffer target = tensor.asRawTensor().data();
            switch (value.dtype()) {
                case F32 -> target.asFloats().write(value.toFloats());
                case F64 -> target.asDoubles().write(value.toDoubles());
                case I32 -> {
                    int[] values = new int[value.size()];
                    value.ints().get(values);
                    target.asInts().write(values);
                }
                case I64 -> {
                    long[] values = new long[value.size()];
                    value.longs().get(values);
                    target.asLongs().write(values);
                }
                case BOOL -> target.asBooleans().write(value.toBooleans());
            }
        }
    }

    /** Returns a copy in the memory of the JVM. */
    public static HostArray toHost(Tensor tensor, TensorType type) {
        int size = type.shape().size();
        if (size == 0) {
            return HostArray.zeros(type);
        }
        ByteDataBuffer source = tensor.asRawTensor().data();
        return switch (type.dtype()) {
            case F32 -> {
                float[] values = new float[size];
                source.asFloats().read(values);
                yield HostArray.wrap(type.shape(), values);
            }
            case F64 -> {
                double[] values = new double[size];
                source.asDoubles().read(values);
                yield HostArray.wrap(type.shape(), values);
            }
            case I32 -> {
                int[] values = new int[size];
                source.asInts().read(values);
                yield HostArray.wrap(type.shape(), values);
            }
            case I64 -> {
                long[] values = new long[size];
                source.asLongs().read(values);
                yield HostArray.wrap(type.shape(), values);
            }
            case BOOL -> {
                boolean[] values = new boolean[size];
                source.asBooleans().read(values);
                yield HostArray.wrap(type.shape(), values);
            }
        };
    }
}
