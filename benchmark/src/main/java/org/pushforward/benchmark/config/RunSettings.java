package org.pushforward.benchmark.config;

import java.util.Optional;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.settings.SettingException;

/**
 * The seed and the engines of an experiment.
 *
 * @param seed the seed of all random numbers
 * @param seeds the number of trainings of each model, each with its own random keys, 1 or more; the report can compare models only
 *     if there are 2 or more
 * @param backend the name of a backend, or {@code all} for all available backends
 * @param device the device: {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param threads the number of threads that a run may use; by default, one per core
 */
public record RunSettings(long seed, int seeds, String backend, String device, Optional<Integer> threads) {
    /** The name that stands for all available backends. */
    public static final String ALL = "all";

    /** Creates the defaults: seed 0, one training, ONNX Runtime, and the CPU with one thread per core. */
    public RunSettings() {
        this(0, 1, "onnx", "cpu", Optional.empty());
    }

    /** Refuses values out of range. */
    public RunSettings {
        SettingException.between(1, 1000, "seeds", seeds);
        SettingException.unless(!backend.isBlank(), "backend", "''", "the name of a backend, or all");
        try {
            Device.parse(device);
        } catch (IllegalArgumentException e) {
            throw new SettingException("device", "'" + device + "'", "cpu, gpu or gpu:N");
        }
        threads.ifPresent(number -> SettingException.between(1, 1_024, "threads", number));
    }

    /** Returns these settings with another seed. */
    public RunSettings withSeed(long other) {
        return new RunSettings(other, seeds, backend, device, threads);
    }

    /** Returns these settings with another number of trainings of each model. */
    public RunSettings withSeeds(int other) {
        return new RunSettings(seed, other, backend, device, threads);
    }

    /** Returns these settings with another backend. */
    public RunSettings withBackend(String other) {
        return new RunSettings(seed, seeds, other, device, threads);
    }

    /** Returns these settings with another device. */
    public RunSettings withDevice(String other) {
        return new RunSettings(seed, seeds, backend, other, threads);
    }

    /** Returns these settings with another number of threads. */
    public RunSettings withThreads(int other) {
        return new RunSettings(seed, seeds, backend, device, Optional.of(other));
    }

    /** Returns the options for opening backends. */
    public BackendOptions options() {
        BackendOptions options = BackendOptions.defaults().withDevice(Device.parse(device));
        return threads.map(options::withThreads).orElse(options);
    }
}
