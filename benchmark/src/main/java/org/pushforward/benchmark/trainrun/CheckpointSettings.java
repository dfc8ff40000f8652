package org.pushforward.benchmark.trainrun;

import org.pushforward.settings.SettingException;

/**
 * When checkpoints are saved.
 *
 * @param every the number of iterations between checkpoints, 1 or more
 * @param keep the number of latest checkpoints to keep, 1 or more
 */
public record CheckpointSettings(int every, int keep) {
    /** Creates the default: a checkpoint every 100 iterations; the last three are kept. */
    public CheckpointSettings() {
        this(100, 3);
    }

    /** Refuses values out of range. */
    public CheckpointSettings {
        SettingException.atLeast(1, "every", every);
        SettingException.atLeast(1, "keep", keep);
    }
}
