package org.pushforward.backend.onnx.run;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.onnx.plan.BufferView;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * A buffer that both the engine and the JVM can access, allocated once and used by every run. Not safe for use by
 * several threads.
 */
final class SharedTensor implements AutoCloseable {
    /** The width of the widest vector registers, in bytes. */
    private static final int ALIGNMENT = 64;

    private final OrtEnvironment environment;
    private final TensorType type;
    private final ByteBuffer memory;
    private final Map<BufferView, OnnxTensor> views = new HashMap<>();

    SharedTensor(OrtEnvironment environment, TensorType type) {
        this.environment = environment;
        this.type = type;
        this.memory = allocate(type);
    }

    /**
     * Returns the engine's view of a range, which is closed together with this buffer.
     *
     * @throws BackendException if the engine refuses a tensor of that type
     */
    OnnxTensor tensor(BufferView region) {
        return views.computeIfAbsent(region, this::create);
    }

    /** Returns the JVM's view of a float32 range. */
    FloatBuffer floats(BufferView region) {
        return bytes(region).asFloatBuffer();
    }

    private ByteBuffer bytes(BufferView region) {
        int width = region.type().dtype().bytes();
        return memory.slice(region.offset() * width, region.type().shape().size() * width)
                .order(ByteOrder.nativeOrder());
    }

    private OnnxTensor create(BufferView region) {
        TensorType part = region.type();
        try {
            return OnnxTensor.createTensor(
                    environment, bytes(region), part.shape().longDims(), javaType(part.dtype()));
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime refuses a tensor of " + part + ": " + e.getMessage(), e);
        }
    }

    void set(HostArray value) {
        OrtElements.copy(value, memory);
    }

    HostArray get() {
        return OrtElements.copy(memory, type);
    }

    @Override
    public void close() {
        views.values().forEach(OnnxTensor::close);
    }

    private static ByteBuffer allocate(TensorType type) {
        long bytes = (long) type.shape().size() * type.dtype().bytes();
        if (bytes > Integer.MAX_VALUE - 2 * ALIGNMENT) {
            throw new BackendException("an input, output or state of " + type + " takes " + bytes
                    + " bytes, but ONNX Runtime for Java supports at most 2 GiB: divide it");
        }
        // An aligned slice begins and ends at a multiple of the alignment, so allocate one alignment more at each end.
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
