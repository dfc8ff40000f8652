package org.pushforward.benchmark.config;

import org.pushforward.settings.SettingException;

/**
 * How a model conditioned on gauges is evaluated: on held-out fields that are observed in a few cells, the gauges.
 *
 * @param fields the number of held-out fields, 1 or more
 * @param gauges the fraction of cells with a gauge, above 0 and below 1; each field has at least one cell with a gauge
 * and one without
 * @param draws the number of posterior samples for each field, 10 or more
 */
public record PosteriorSettings(int fields, double gauges, int draws) {
    /** Creates the defaults: 64 fields, a tenth of the cells observed, and 128 posterior samples for each field. */
    public PosteriorSettings() {
        this(64, 0.1, 128);
    }

    /** Refuses values out of range. */
    public PosteriorSettings {
        SettingException.between(1, 100_000, "fields", fields);
        SettingException.unless(gauges > 0 && gauges < 1, "gauges", gauges, "a share above 0 and below 1");
        SettingException.between(10, 100_000, "draws", draws);
    }

    /** Returns the number of gauges of a field. */
    public int gaugesOf(int cells) {
        return (int) Math.max(1, Math.min(cells - 1, Math.round(gauges * cells)));
    }
}
