package org.pushforward.benchmark.config;

import java.util.Optional;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.settings.SettingException;

/**
 * The seed and the engines of an experiment.
 *
 * @param seed what every random number is derived from
 * @param seeds how many times each model is trained, from keys of its own each time, 1 or more: from one training nobody knows how much
 *     the next would differ, so models can be told apart from two on
 * @param backend the name of a backend, or {@code all} for each one there is
 * @param device where it computes: {@code cpu}, {@code gpu}, {@code gpu:N}, or {@code all} for each device that a backend can use
 * @param threads the number of threads that a run may use; one for each core if there is none
 * @param gpuMemory the most memory of a GPU that an engine may take, in MiB; there is no limit if there is none
 */
public record RunSettings(
        long seed, int seeds, String backend, String device, Optional<Integer> threads, Optional<Integer> gpuMemory) {
    /** The name that stands for every backend there is, and for every device that a backend can use. */
    public static final String ALL = "all";

    /** Seed 0, one training, ONNX Runtime, and the CPU with a thread for each core. */
    public RunSettings() {
        this(0, 1, "onnx", "cpu", Optional.empty(), Optional.empty());
    }

    /** Refuses values out of range. */
    public RunSettings {
        SettingException.between(1, 1000, "seeds", seeds);
        SettingException.unless(!backend.isBlank(), "backend", "''", "the name of a backend, or all");
        try {
            if (!device.equals(ALL)) {
                Device.parse(device);
            }
        } catch (IllegalArgumentException e) {
            throw new SettingException("device", "'" + device + "'", "cpu, gpu, gpu:N or all");
        }
        threads.ifPresent(number -> SettingException.between(1, 1_024, "threads", number));
        gpuMemory.ifPresent(number -> SettingException.between(64, 1 << 20, "gpu-memory", number));
    }

    /** Returns these settings with another seed. */
    public RunSettings withSeed(long other) {
        return new RunSettings(other, seeds, backend, device, threads, gpuMemory);
    }

    /** Returns these settings with another number of trainings of each model. */
    public RunSettings withSeeds(int other) {
        return new RunSettings(seed, other, backend, device, threads, gpuMemory);
    }

    /** Returns these settings with another backend. */
    public RunSettings withBackend(String other) {
        return new RunSettings(seed, seeds, other, device, threads, gpuMemory);
    }

    /** Returns these settings with another device. */
    public RunSettings withDevice(String other) {
        return new RunSettings(seed, seeds, backend, other, threads, gpuMemory);
    }

    /** Returns these settings with another number of threads. */
    public RunSettings withThreads(int other) {
        return new RunSettings(seed, seeds, backend, device, Optional.of(other), gpuMemory);
    }

    /** Returns these settings with a limit of the memory of a GPU, in MiB. */
    public RunSettings withGpuMemory(int other) {
        return new RunSettings(seed, seeds, backend, device, threads, Optional.of(other));
    }

    /**
     * Returns the options for opening backends on one device.
     *
     * @throws IllegalArgumentException if the device is {@code all}
     */
    public BackendOptions options() {
        BackendOptions options = BackendOptions.defaults().withDevice(Device.parse(device));
        options = threads.map(options::withThreads).orElse(options);
        return gpuMemory.map(options::withGpuMebibytes).orElse(options);
    }
}
