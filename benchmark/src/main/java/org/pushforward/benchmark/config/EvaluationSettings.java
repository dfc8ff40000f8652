package org.pushforward.benchmark.config;

import org.pushforward.settings.SettingException;

/**
 * How trained models are examined: samples by sliced Wasserstein distances of order 2 to as many held-out samples, and posteriors of
 * models that are conditioned on gauges by held-out fields.
 *
 * @param samples the number of samples, 2 or more; fewer are drawn where fewer are held out
 * @param directions the number of random directions, 2 or more
 * @param trial how posteriors are examined
 */
public record EvaluationSettings(int samples, int directions, PosteriorSettings trial) {
    /** The order of the distances. */
    public static final double ORDER = 2;

    /** 10,000 samples, 512 directions and the usual trial of posteriors. */
    public EvaluationSettings() {
        this(10_000, 512);
    }

    /** With the usual trial of posteriors. */
    public EvaluationSettings(int samples, int directions) {
        this(samples, directions, new PosteriorSettings());
    }

    /** Refuses values out of range. */
    public EvaluationSettings {
        SettingException.between(2, 10_000_000, "samples", samples);
        SettingException.between(2, 1_000_000, "directions", directions);
    }
}
