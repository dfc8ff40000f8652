package org.pushforward.benchmark.config;

import org.pushforward.settings.SettingException;

/**
 * How trained models are evaluated. Samples are compared with equally many held-out samples by sliced Wasserstein distances of
 * order 2. Posteriors of models conditioned on gauges are compared with held-out fields.
 *
 * @param samples the number of samples, 2 or more; fewer are drawn if fewer are held out
 * @param directions the number of random directions, 2 or more
 * @param sets the number of sets of samples that each training is scored on, each compared with its own set of held-out rows, 1 or more
 * @param trial how posteriors are evaluated
 */
public record EvaluationSettings(int samples, int directions, int sets, PosteriorSettings trial) {
    /** The order of the distances. */
    public static final double ORDER = 2;

    /** Creates the defaults: four sets of 10,000 samples, 512 directions, and the default evaluation of posteriors. */
    public EvaluationSettings() {
        this(10_000, 512);
    }

    /** Creates settings with four sets and the default evaluation of posteriors. */
    public EvaluationSettings(int samples, int directions) {
        this(samples, directions, 4, new PosteriorSettings());
    }

    /** Refuses values out of range. */
    public EvaluationSettings {
        SettingException.between(2, 10_000_000, "samples", samples);
        SettingException.between(2, 1_000_000, "directions", directions);
        SettingException.between(1, 1_000, "sets", sets);
    }
}
