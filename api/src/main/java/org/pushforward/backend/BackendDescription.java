package org.pushforward.backend;

import java.util.List;
import org.pushforward.Stability;

/**
 * What a provider knows of its engine on this machine without computing with it.
 *
 * @param name the backend's name
 * @param engine the engine and its version, such as {@code ONNX Runtime 1.28.0}
 * @param devices every device it could use, each with what stands in the way
 * @param notes what a user should know: caches, switches that are set
 */
@Stability(Stability.Level.STABLE)
public record BackendDescription(String name, String engine, List<DeviceReport> devices, List<String> notes) {
    /** Copies the lists. */
    public BackendDescription {
        devices = List.copyOf(devices);
        notes = List.copyOf(notes);
    }

    /**
     * A device, and what is missing to use it.
     *
     * @param device the device
     * @param missing empty if the device can be used; else why it cannot, and the exact coordinates or drivers to add
     */
    public record DeviceReport(Device device, String missing) {
        /** Returns whether the device can be used. */
        public boolean usable() {
            return missing.isEmpty();
        }
    }
}
