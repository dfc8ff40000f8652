package org.pushforward.backend.onnx.device;

import org.pushforward.backend.Device;

/**
 * A memory, as ONNX Runtime names it.
 *
 * @param name the engine's name of the kind of memory
 * @param index the number of the device among its kind, from 0
 */
public record MemoryPlace(String name, int index) {

    /** Returns the memory of a device. */
    public static MemoryPlace of(Device device) {
        return new MemoryPlace(device.isGpu() ? "Cuda" : "Cpu", device.index());
    }

    /** Returns the memory of the host. */
    static MemoryPlace host() {
        return of(Device.cpu());
    }

    /** Returns the engine's description of this memory. */
    Handle describe(CInterface ort) {
        int withoutArena = 0;
        int anyUse = 0;
        return ort.create(
                CFunction.CREATE_MEMORY_INFO, CFunction.RELEASE_MEMORY_INFO, name, withoutArena, index, anyUse);
    }
}
