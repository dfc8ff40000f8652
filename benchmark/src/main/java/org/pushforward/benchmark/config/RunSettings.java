package org.pushforward.benchmark.config;

import java.util.Optional;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.Precision;
import org.pushforward.settings.SettingException;

/**
 * The seed and the engines of an experiment.
 *
 * @param seed the seed of all random numbers
 * @param seeds the number of trainings of each model, each with its own random keys, 1 or more; the report can compare models only
 *     if there are 2 or more
 * @param backend the name of a backend, or {@code all} for all available backends
 * @param device the device: {@code cpu}, {@code gpu} or {@code gpu:N}; several of them separated by commas; {@code gpu:all} for all GPUs, or
 *     {@code all} for all devices that a backend can use
 * @param spread whether several devices, which must be of one kind, share the trainings of an experiment; otherwise each device does all
 *     of them, for comparison. Studies and samples are always shared
 * @param threads the number of threads that a run may use; by default, one per core
 * @param gpuMemory the limit of the GPU memory that an engine uses, in MiB; by default, no limit
 * @param precision how a GPU multiplies float32 matrices and convolves float32 images: {@code float32}, or {@code tf32}, which rounds
 *     the factors to ten bits; a CPU refuses {@code tf32}, and computes in float32 if the device is {@code all}
 */
public record RunSettings(
        long seed,
        int seeds,
        String backend,
        String device,
        boolean spread,
        Optional<Integer> threads,
        Optional<Integer> gpuMemory,
        Precision precision) {
    /** The name that stands for all available backends, and for all devices that a backend can use. */
    public static final String ALL = "all";

    /** Creates the defaults: seed 0, one training, ONNX Runtime, and the CPU with one thread per core, in float32. */
    public RunSettings() {
        this(0, 1, "onnx", "cpu", false, Optional.empty(), Optional.empty(), Precision.FLOAT32);
    }

    /** Refuses values out of range. */
    public RunSettings {
        SettingException.between(1, 1000, "seeds", seeds);
        SettingException.unless(!backend.isBlank(), "backend", "''", "the name of a backend, or all");
        try {
            DeviceNames.parse(device);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "device", "'" + device + "'", "cpu, gpu, gpu:N, gpu:all, all, or several devices with commas");
        }
        threads.ifPresent(number -> SettingException.between(1, 1_024, "threads", number));
        gpuMemory.ifPresent(number -> SettingException.between(64, 1 << 20, "gpu-memory", number));
    }

    /** Returns these settings with another seed. */
    public RunSettings withSeed(long other) {
        return new RunSettings(other, seeds, backend, device, spread, threads, gpuMemory, precision);
    }

    /** Returns these settings with another number of trainings of each model. */
    public RunSettings withSeeds(int other) {
        return new RunSettings(seed, other, backend, device, spread, threads, gpuMemory, precision);
    }

    /** Returns these settings with another backend. */
    public RunSettings withBackend(String other) {
        return new RunSettings(seed, seeds, other, device, spread, threads, gpuMemory, precision);
    }

    /** Returns these settings with another device. */
    public RunSettings withDevice(String other) {
        return new RunSettings(seed, seeds, backend, other, spread, threads, gpuMemory, precision);
    }

    /** Returns these settings with devices that share the work or compare it. */
    public RunSettings withSpread(boolean other) {
        return new RunSettings(seed, seeds, backend, device, other, threads, gpuMemory, precision);
    }

    /** Returns these settings with another number of threads. */
    public RunSettings withThreads(int other) {
        return new RunSettings(seed, seeds, backend, device, spread, Optional.of(other), gpuMemory, precision);
    }

    /** Returns these settings with a limit of the memory of a GPU, in MiB. */
    public RunSettings withGpuMemory(int other) {
        return new RunSettings(seed, seeds, backend, device, spread, threads, Optional.of(other), precision);
    }

    /** Returns these settings with another precision. */
    public RunSettings withPrecision(Precision other) {
        return new RunSettings(seed, seeds, backend, device, spread, threads, gpuMemory, other);
    }

    /** Returns the devices that these settings name. */
    public DeviceNames devices() {
        return DeviceNames.parse(device);
    }

    /**
     * Returns the options for opening backends on one device.
     *
     * @throws IllegalArgumentException if there may be several devices
     */
    public BackendOptions options() {
        BackendOptions options =
                BackendOptions.defaults().withDevice(Device.parse(device)).withPrecision(precision);
        options = threads.map(options::withThreads).orElse(options);
        return gpuMemory.map(options::withGpuMebibytes).orElse(options);
    }
}
