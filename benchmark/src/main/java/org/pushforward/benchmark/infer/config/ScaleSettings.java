package org.pushforward.benchmark.infer.config;

import org.pushforward.settings.SettingException;

/**
 * What is known about a field before its gauges are seen. With it, one or two gauges are enough, and a wrong unit raises a warning.
 *
 * @param mean the mean of the transformed field
 * @param deviation its standard deviation, positive
 */
public record ScaleSettings(double mean, double deviation) {
    /** Mean 0 and standard deviation 1. */
    public ScaleSettings() {
        this(0, 1);
    }

    /** Refuses values out of range. */
    public ScaleSettings {
        SettingException.unless(Double.isFinite(mean), "mean", mean, "a finite number");
        SettingException.unless(
                deviation > 0 && Double.isFinite(deviation), "deviation", deviation, "a positive number");
    }
}
