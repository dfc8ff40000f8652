package org.pushforward.benchmark.config;

import org.pushforward.settings.SettingException;

/**
 * How trained models are evaluated. Samples are evaluated by sliced Wasserstein distances of order 2 to as many
 * held-out samples, and posteriors of models conditioned on gauges by held-out fields.
 *
 * @param samples the number of samples, 2 or more; fewer are drawn if fewer are held out
 * @param directions the number of random directions, 2 or more
 * @param trial how posteriors are evaluated
 */
public record EvaluationSettings(int samples, int directions, PosteriorSettings trial) {
    /** The order of the distances. */
    public static final double ORDER = 2;

    /** Creates the defaults: 10,000 samples, 512 directions and the default posterior trial. */
    public EvaluationSettings() {
        this(10_000, 512);
    }

    /** Creates settings with the default posterior trial. */
    public EvaluationSettings(int samples, int directions) {
        this(samples, directions, new PosteriorSettings());
    }

    /** Refuses values out of range. */
    public EvaluationSettings {
        SettingException.atLeast(2, "samples", samples);
        SettingException.atLeast(2, "directions", directions);
    }
}
