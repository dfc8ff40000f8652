package org.pushforward.backend;

import java.util.List;
import org.pushforward.Stability;

/**
 * A description of an engine on this machine, which a provider returns without computing.
 *
 * @param name the backend's name
 * @param engine the engine and its version, such as {@code ONNX Runtime 1.28.0}
 * @param devices all possible devices, each with what is missing to use it
 * @param notes information for the user, such as caches and settings
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
     * @param missing empty if the device can be used; otherwise the reason, and the exact coordinates or drivers to add
     */
    public record DeviceReport(Device device, String missing) {
        /** Returns whether the device can be used. */
        public boolean usable() {
            return missing.isEmpty();
        }
    }
}
