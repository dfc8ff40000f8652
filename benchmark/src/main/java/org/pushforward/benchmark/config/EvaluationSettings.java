package org.pushforward.benchmark.config;

import org.pushforward.settings.SettingException;

/**
 * How trained models are evaluated. Samples are evaluated by sliced Wasserstein distances of order 2 to as many
 * held-out samples, and posteriors of models conditioned on gauges by held-out fields.
 *
 * @param samples the number of samples, 2 or more; fewer are drawn if fewer are held out
 * @param directions the number of random directions, 2 or more
 * @param sets how many sets of samples each training of a model is asked for, each compared with a set of held-out rows of its own, 1 or
 *     more
 * @param trial how posteriors are examined
 */
public record EvaluationSettings(int samples, int directions, int sets, PosteriorSettings trial) {
    /** The order of the distances. */
    public static final double ORDER = 2;

    /** Four sets of 10,000 samples, 512 directions and the usual trial of posteriors. */
    public EvaluationSettings() {
        this(10_000, 512);
    }

    /** With four sets and the usual trial of posteriors. */
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
