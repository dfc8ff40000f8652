package org.pushforward.benchmark.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pushforward.backend.Device;

/**
 * The devices that a setting names: {@code cpu}, {@code gpu} or {@code gpu:N}, several of them separated by commas, {@code gpu:all} for all
 * GPUs, or {@code all}.
 *
 * @param names the names in order
 */
public record DeviceNames(List<String> names) {
    private static final String ALL = RunSettings.ALL;
    private static final String ALL_GPUS = "gpu:all";

    /** Copies the names. */
    public DeviceNames {
        names = List.copyOf(names);
    }

    /**
     * Reads names.
     *
     * @throws IllegalArgumentException if a name is unknown, or a device is named twice
     */
    public static DeviceNames parse(String text) {
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        Set<Device> known = new HashSet<>();
        for (String name : names) {
            boolean alone = name.equals(ALL) || name.equals(ALL_GPUS);
            if (alone ? names.size() > 1 : !known.add(Device.parse(name))) {
                throw new IllegalArgumentException(
                        "devices '" + text + "': expected each device once, not '" + name + "' besides the others");
            }
        }
        return new DeviceNames(names);
    }

    /** Returns whether this is one device with a name of its own. */
    public boolean isOne() {
        return names.size() == 1 && !dependOnTheBackend();
    }

    /** Returns whether they stand for devices that a backend can use. */
    public boolean dependOnTheBackend() {
        return names.contains(ALL) || names.contains(ALL_GPUS);
    }

    /**
     * Returns the devices.
     *
     * @param usable the devices that a backend can use
     */
    public List<Device> among(List<Device> usable) {
        if (names.contains(ALL)) {
            return usable;
        }
        Stream<Device> devices = names.contains(ALL_GPUS)
                ? usable.stream().filter(Device::isGpu)
                : names.stream().map(Device::parse);
        return devices.toList();
    }
}
