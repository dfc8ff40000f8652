package org.pushforward.backend.onnx.device;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.onnx.lowering.ElementTypes;
import org.pushforward.backend.onnx.run.OrtElements;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/** A value in the memory of the host that both the engine and the JVM can access. Not safe for use by several threads. */
final class HostTensor implements AutoCloseable {
    /** The width of the widest vector registers, in bytes. */
    private static final int ALIGNMENT = 64;

    private final TensorType type;
    private final Traffic traffic;
    private final int bytes;
    private final Memory memory;
    private final ByteBuffer elements;
    private final Handle value;

    /**
     * Allocates memory.
     *
     * @throws BackendException if the type has no elements or takes 2 GiB or more, or if there is not enough memory
     */
    HostTensor(CInterface ort, TensorType type, Traffic traffic) {
        long size = bytes(type);
        if (size == 0 || size > Integer.MAX_VALUE - ALIGNMENT) {
            throw new BackendException("an input, output or state of " + type + " takes " + size
                    + " bytes, but one passes between the host and a device with 1 byte to 2 GiB: divide it");
        }
        this.type = type;
        this.traffic = traffic;
        this.bytes = (int) size;
        this.memory = allocate(size + ALIGNMENT);
        try (Handle place = MemoryPlace.host().describe(ort)) {
            Pointer start = memory.align(ALIGNMENT);
            this.elements = start.getByteBuffer(0, size);
            this.value = ort.create(
                    CFunction.CREATE_TENSOR_WITH_DATA,
                    CFunction.RELEASE_VALUE,
                    place.pointer(),
                    start,
                    size,
                    dims(type),
                    (long) type.shape().rank(),
                    ElementTypes.code(type.dtype()));
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    private static Memory allocate(long bytes) {
        try {
            return new Memory(bytes);
        } catch (OutOfMemoryError e) {
            throw new BackendException("the host has no " + bytes + " bytes of memory left for ONNX Runtime", e);
        }
    }

    /** Returns the number of bytes of a value. */
    static long bytes(TensorType type) {
        return (long) type.shape().size() * type.dtype().bytes();
    }

    /** Returns the dimensions of a type for the native library, which may not get an empty array. */
    static long[] dims(TensorType type) {
        return type.shape().rank() == 0 ? new long[1] : type.shape().longDims();
    }

    /** Returns the engine's view. */
    Handle value() {
        return value;
    }

    /**
     * Sets the elements.
     *
     * @throws IllegalArgumentException if the array has another type
     */
    void set(HostArray array) {
        if (!array.type().equals(type)) {
            throw new IllegalArgumentException("expected a value of " + type + ", not " + array.type());
        }
        OrtElements.copy(array, elements);
        traffic.fed(bytes);
    }

    /** Returns the elements. */
    HostArray get() {
        traffic.fetched(bytes);
        return OrtElements.copy(elements, type);
    }

    @Override
    public void close() {
        value.close();
        memory.close();
    }
}
