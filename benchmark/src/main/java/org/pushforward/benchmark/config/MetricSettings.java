package org.pushforward.benchmark.config;

import org.pushforward.benchmark.settings.SettingException;

/**
 * How samples are scored: by sliced Wasserstein distances of order 2 to as many held-out samples.
 *
 * @param samples the number of samples, 2 or more; fewer are drawn where fewer are held out
 * @param directions the number of random directions, 2 or more
 */
public record MetricSettings(int samples, int directions) {
    /** The order of the distances. */
    public static final double ORDER = 2;

    /** Refuses values out of range. */
    public MetricSettings {
        SettingException.atLeast(2, "samples", samples);
        SettingException.atLeast(2, "directions", directions);
    }

    /** Returns 10,000 samples and 512 directions. */
    public static MetricSettings defaults() {
        return new MetricSettings(10_000, 512);
    }
}
