package org.pushforward.backend.onnx.device;

import org.pushforward.backend.BackendException;
import org.pushforward.backend.onnx.lowering.ElementTypes;
import org.pushforward.tensor.TensorType;

/** Allocates values from the memory that a session has on its device. Values must be released before it and the session. */
final class DeviceMemory implements AutoCloseable {
    private final CInterface ort;
    private final MemoryPlace place;
    private final Handle allocator;

    DeviceMemory(CInterface ort, BoundSession session, MemoryPlace place) {
        this.ort = ort;
        this.place = place;
        try (Handle description = place.describe(ort)) {
            this.allocator = ort.create(
                    CFunction.CREATE_ALLOCATOR,
                    CFunction.RELEASE_ALLOCATOR,
                    ort.of(session.session()),
                    description.pointer());
        }
    }

    /**
     * Allocates a value with undefined elements.
     *
     * @throws BackendException if the memory is full
     */
    Handle allocate(TensorType type) {
        try {
            return ort.create(
                    CFunction.CREATE_TENSOR,
                    CFunction.RELEASE_VALUE,
                    allocator.pointer(),
                    HostTensor.dims(type),
                    (long) type.shape().rank(),
                    ElementTypes.code(type.dtype()));
        } catch (BackendException e) {
            throw new BackendException(
                    "a state of " + type + " with " + HostTensor.bytes(type) + " bytes does not fit into the memory "
                            + place.name() + ":" + place.index() + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        allocator.close();
    }
}
