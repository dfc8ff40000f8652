package org.pushforward.benchmark.model;

import org.pushforward.benchmark.settings.SettingException;

/**
 * How a conditional model is tried: held-out fields of which a few cells, the gauges, are observed.
 *
 * @param fields the number of held-out fields, 1 or more
 * @param gauges the share of cells with a gauge, above 0 and below 1; at least one cell of each field has one, and one has
 *     none
 * @param draws the number of posterior samples for each field, 10 or more
 */
public record GaugeTrial(int fields, double gauges, int draws) {
    /** Refuses values out of range. */
    public GaugeTrial {
        SettingException.atLeast(1, "fields", fields);
        SettingException.unless(gauges > 0 && gauges < 1, "gauges", gauges, "a share above 0 and below 1");
        SettingException.atLeast(10, "draws", draws);
    }

    /** Returns 64 fields with a tenth of the cells observed and 128 posterior samples each. */
    public static GaugeTrial defaults() {
        return new GaugeTrial(64, 0.1, 128);
    }

    /** Returns the number of gauges of a field. */
    public int gaugesOf(int cells) {
        return (int) Math.max(1, Math.min(cells - 1, Math.round(gauges * cells)));
    }
}
