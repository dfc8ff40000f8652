package org.pushforward.zoo.family;

import org.pushforward.settings.SettingException;
import org.pushforward.zoo.sampler.TimeGrid;

/**
 * The noise levels of a sampler as a setting, in standard deviations of the data: see {@link TimeGrid#karras(double, double, double,
 * int)}.
 *
 * @param lowest the last level above 0, positive
 * @param highest the first level, above the lowest
 * @param rho how much the levels crowd at the low end, 1 or more
 */
public record KarrasLevels(double lowest, double highest, double rho) {
    /** From 20 to 0.005 deviations with rho 7: well above and below the data, and all met in training. */
    public KarrasLevels() {
        this(0.005, 20, 7);
    }

    /** Refuses levels out of order. */
    public KarrasLevels {
        SettingException.unless(lowest > 0, "lowest", lowest, "a positive number");
        SettingException.unless(highest > lowest, "highest", highest, "a number above 'lowest', " + lowest);
        SettingException.unless(rho >= 1, "rho", rho, "1 or more");
    }

    /** Returns the levels of so many steps for data of a standard deviation. */
    TimeGrid grid(int steps, double deviation) {
        return TimeGrid.karras(lowest * deviation, highest * deviation, rho, steps);
    }
}
