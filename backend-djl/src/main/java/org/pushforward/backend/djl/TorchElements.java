package org.pushforward.backend.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Copies elements between the memory of the JVM and that of libtorch. */
final class TorchElements {
    private TorchElements() {}

    /** Returns off-heap memory for a tensor of this type. */
    static ByteBuffer allocate(TensorType type) {
        int bytes = Math.multiplyExact(type.shape().size(), type.dtype().bytes());
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Copies an array into off-heap memory. */
    static void put(HostArray array, ByteBuffer target) {
        switch (array.dtype()) {
            case F32 -> target.asFloatBuffer().put(array.floats());
            case F64 -> target.asDoubleBuffer().put(array.doubles());
            case I32 -> target.asIntBuffer().put(array.ints());
            case I64 -> target.asLongBuffer().put(array.longs());
            case BOOL -> {
                boolean[] values = array.toBooleans();
                for (int i = 0; i < values.length; i++) {
                    target.put(i, (byte) (values[i] ? 1 : 0));
                }
            }
        }
    }

    /**
     * Returns a tensor for this memory. On the CPU it is a view, and the memory must stay reachable; on another device
     * it is a copy.
     */
    static PtNDArray over(ByteBuffer memory, TensorType type, PtNDManager manager) {
        ai.djl.ndarray.types.Shape shape =
                new ai.djl.ndarray.types.Shape(type.shape().longDims());
        return type.shape().size() == 0
                ? manager.create(shape, dataType(type.dtype()))
                : manager.create(memory, shape, dataType(type.dtype()));
    }

    /**
     * Returns a value on the manager's device, owned by libtorch. The intermediate copy is owned by libtorch too,
     * because the JVM would free off-heap memory only at its next garbage collection.
     */
    static IValue upload(HostArray array, PtNDManager manager) {
        ai.djl.ndarray.types.Shape shape =
                new ai.djl.ndarray.types.Shape(array.shape().longDims());
        try (PtNDArray local = JniUtils.createEmptyNdArray(
                manager, shape, dataType(array.dtype()), ai.djl.Device.cpu(), SparseFormat.DENSE)) {
            if (array.size() > 0) {
                put(array, JniUtils.getByteBuffer(local, true));
            }
            try (PtNDArray placed = local.toDevice(manager.getDevice(), false)) {
                return IValue.from(placed);
            }
        }
    }

    /** Returns a copy of a contiguous tensor. */
    static HostArray download(IValue value, TensorType type, PtNDManager manager) {
        Shape shape = type.shape();
        if (shape.size() == 0) {
            return HostArray.zeros(type);
        }
        try (PtNDArray tensor = value.toTensor(manager);
                PtNDArray local = tensor.toDevice(ai.djl.Device.cpu(), false)) {
            ByteBuffer memory = JniUtils.getByteBuffer(local, true);
            return switch (type.dtype()) {
                case F32 -> {
                    float[] values = new float[shape.size()];
                    memory.asFloatBuffer().get(values);
                    yield HostArray.wrap(shape, values);
                }
                case F64 -> {
                    double[] values = new double[shape.size()];
                    memory.asDoubleBuffer().get(values);
                    yield HostArray.wrap(shape, values);
                }
                case I32 -> {
                    int[] values = new int[shape.size()];
                    memory.asIntBuffer().get(values);
                    yield HostArray.wrap(shape, values);
                }
                case I64 -> {
                    long[] values = new long[shape.size()];
                    memory.asLongBuffer().get(values);
                    yield HostArray.wrap(shape, values);
                }
                case BOOL -> {
                    boolean[] values = new boolean[shape.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = memory.get(i) != 0;
                    }
                    yield HostArray.wrap(shape, values);
                }
            };
        }
    }

    private static DataType dataType(DType dtype) {
        return switch (dtype) {
            case F32 -> DataType.FLOAT32;
            case F64 -> DataType.FLOAT64;
            case I32 -> DataType.INT32;
            case I64 -> DataType.INT64;
            case BOOL -> DataType.BOOLEAN;
        };
    }
}
