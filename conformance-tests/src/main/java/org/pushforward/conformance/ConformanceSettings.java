package org.pushforward.conformance;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.backend.BackendOptions;

/**
 * Which part of the kit runs, and on which backend.
 *
 * @param backend the name of the backend
 * @param options how the backend is opened
 * @param sections the sections that run
 * @param filter a text that the name of a case must contain to run; empty for all cases
 * @param seed the seed of the generated cases
 * @param thorough whether to take minutes where the usual run takes seconds: 20,000 runs where memory is measured, more
 *     generated cases, longer trajectories
 */
public record ConformanceSettings(
        String backend, BackendOptions options, Set<Section> sections, String filter, long seed, boolean thorough) {
    /** The default seed of the generated cases. */
    public static final long SEED = 0x70757368L;

    /** Copies the set. */
    public ConformanceSettings {
        sections = Set.copyOf(sections);
    }

    /**
     * Returns all sections on the CPU with two threads. The system properties {@code conformance.case}, {@code
     * conformance.seed} and {@code conformance.thorough} set the filter, the seed and whether the run is thorough.
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
        return new ConformanceSettings(backend, other, sections, filter, seed, thorough);
    }

    /** Returns these settings with other sections. */
    public ConformanceSettings withSections(Set<Section> other) {
        return new ConformanceSettings(backend, options, other, filter, seed, thorough);
    }

    /** Returns these settings with another filter. */
    public ConformanceSettings withFilter(String other) {
        return new ConformanceSettings(backend, options, sections, other, seed, thorough);
    }

    /** Returns these settings with another seed of the generated cases. */
    public ConformanceSettings withSeed(long other) {
        return new ConformanceSettings(backend, options, sections, filter, other, thorough);
    }

    /** Returns these settings for a thorough or a usual run. */
    public ConformanceSettings withThorough(boolean other) {
        return new ConformanceSettings(backend, options, sections, filter, seed, other);
    }
}
