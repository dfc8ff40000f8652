package org.pushforward.benchmark.trainrun;

import org.pushforward.settings.SettingException;

/**
 * When a training is saved.
 *
 * @param every the number of iterations from one checkpoint to the next, 1 or more
 * @param keep how many of the last ones are kept, 1 or more
 */
public record CheckpointSettings(int every, int keep) {
    /** The last three, every 100 iterations. */
    public CheckpointSettings() {
        this(100, 3);
    }

    /** Refuses values out of range. */
    public CheckpointSettings {
        SettingException.atLeast(1, "every", every);
        SettingException.atLeast(1, "keep", keep);
    }
}
