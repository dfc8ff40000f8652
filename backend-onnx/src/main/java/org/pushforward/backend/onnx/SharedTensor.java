package org.pushforward.backend.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pushforward.backend.BackendException;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * Memory that the engine and the JVM both see, allocated once and used by every run. Not safe for use by several
 * threads.
 */
final class SharedTensor implements AutoCloseable {
    /** The width of the widest vector registers, in bytes. */
    private static final int ALIGNMENT = 64;

    private final TensorType type;
    private final ByteBuffer memory;
    private final OnnxTensor tensor;

    SharedTensor(OrtEnvironment environment, TensorType type) {
        this.type = type;
        this.memory = allocate(type);
        try {
            this.tensor =
                    OnnxTensor.createTensor(environment, memory, type.shape().longDims(), javaType(type.dtype()));
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime refuses a tensor of " + type + ": " + e.getMessage(), e);
        }
    }

    /** Returns the engine's view. */
    OnnxTensor tensor() {
        return tensor;
    }

    void set(HostArray value) {
        Elements.copy(value, memory);
    }

    HostArray get() {
        return Elements.copy(memory, type);
    }

    @Override
    public void close() {
        tensor.close();
    }

    private static ByteBuffer allocate(TensorType type) {
        long bytes = (long) type.shape().size() * type.dtype().bytes();
        if (bytes > Integer.MAX_VALUE - 2 * ALIGNMENT) {
            throw new BackendException("an input, output or state of " + type + " takes " + bytes
                    + " bytes, but ONNX Runtime for Java carries 2 GiB at most: divide it");
        }
        // An aligned slice begins and ends at a multiple of the alignment, so there must be one beyond each end.
        return ByteBuffer.allocateDirect((int) bytes + 2 * ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .limit((int) bytes)
                .order(ByteOrder.nativeOrder());
    }

    private static OnnxJavaType javaType(DType dtype) {
        return switch (dtype) {
            case F32 -> OnnxJavaType.FLOAT;
            case F64 -> OnnxJavaType.DOUBLE;
            case I32 -> OnnxJavaType.INT32;
            case I64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }
}
