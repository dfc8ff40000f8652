package org.pushforward.zoo.family;

import org.pushforward.settings.SettingException;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.NoiseDistribution;

/**
 * A setting for the noise levels of a sampler, in standard deviations of the data.
 *
 * <p>See {@link TimeGrid#karras(double, double, double, int)}.
 *
 * @param lowest the last level above 0, positive
 * @param highest the first level, above the lowest
 * @param rho how strongly the levels concentrate at the low end, 1 or more
 */
public record KarrasLevels(double lowest, double highest, double rho) {
    private static final double END = 2.3;

    /** From 20 to 0.005 deviations with rho 7. The levels reach well above and below the data, and training covers all of them. */
    public KarrasLevels() {
        this(0.005, 20, 7);
    }

    /** Refuses levels out of order. */
    public KarrasLevels {
        SettingException.unless(lowest > 0, "lowest", lowest, "a positive number");
        SettingException.unless(highest > lowest, "highest", highest, "a number above 'lowest', " + lowest);
        SettingException.unless(rho >= 1, "rho", rho, "1 or more");
    }

    /** Returns the levels of a number of steps for data with a standard deviation. */
    TimeGrid grid(int steps, double deviation) {
        return TimeGrid.karras(lowest * deviation, highest * deviation, rho, steps);
    }

    /** Returns levels for training that cover these: both ends are {@value #END} deviations of log sigma from its mean. */
    NoiseDistribution training(double deviation) {
        double low = Math.log(lowest * deviation);
        double high = Math.log(highest * deviation);
        return new NoiseDistribution((low + high) / 2, (high - low) / (2 * END));
    }
}
