package org.pushforward.conformance;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.backend.BackendOptions;

/**
 * What is run of the kit, and on what.
 *
 * @param backend the name of the backend
 * @param options how it is opened
 * @param layers the layers that are run
 * @param filter what the names of the cases that run contain; empty for all
 * @param seed the seed of the generated cases
 * @param thorough whether to take minutes where the usual run takes seconds: 20,000 runs where memory is measured, more
 *     generated cases, longer trajectories
 */
public record ConformanceSettings(
        String backend, BackendOptions options, Set<Section> layers, String filter, long seed, boolean thorough) {
    /** The seed of the generated cases unless another one is asked for. */
    public static final long SEED = 0x70757368L;

    /** Copies the set. */
    public ConformanceSettings {
        layers = Set.copyOf(layers);
    }

    /**
     * Returns all layers on the CPU with two threads, as the system properties {@code conformance.case} (the filter),
     * {@code conformance.seed} and {@code conformance.thorough} say.
     */
    public static ConformanceSettings of(String backend) {
        return new ConformanceSettings(
                backend,
                BackendOptions.defaults().withThreads(2),
                EnumSet.allOf(Section.class),
                System.getProperty("conformance.case", ""),
                Long.decode(System.getProperty("conformance.seed", String.valueOf(SEED))),
                Boolean.getBoolean("conformance.thorough"));
    }

    /** Returns these settings with other options of the backend. */
    public ConformanceSettings withOptions(BackendOptions other) {
        return new ConformanceSettings(backend, other, layers, filter, seed, thorough);
    }

    /** Returns these settings with other layers. */
    public ConformanceSettings withLayers(Set<Section> other) {
        return new ConformanceSettings(backend, options, other, filter, seed, thorough);
    }

    /** Returns these settings with another filter. */
    public ConformanceSettings withFilter(String other) {
        return new ConformanceSettings(backend, options, layers, other, seed, thorough);
    }

    /** Returns these settings with another seed of the generated cases. */
    public ConformanceSettings withSeed(long other) {
        return new ConformanceSettings(backend, options, layers, filter, other, thorough);
    }

    /** Returns these settings, thorough or not. */
    public ConformanceSettings withThorough(boolean other) {
        return new ConformanceSettings(backend, options, layers, filter, seed, other);
    }
}
