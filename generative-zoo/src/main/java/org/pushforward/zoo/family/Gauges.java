package org.pushforward.zoo.family;

import org.pushforward.settings.SettingException;

/**
 * A setting for fields observed at random gauges. Each training row first draws its own density of gauges, and then the gauges.
 *
 * @param fewest the lowest share of observed cells in training, from 0
 * @param most the highest share of observed cells in training, above 0 and up to 1
 */
public record Gauges(double fewest, double most) {
    /** Up to 30 % of the cells. */
    public Gauges() {
        this(0, 0.3);
    }

    /** Refuses values out of range. */
    public Gauges {
        SettingException.unless(most > 0 && most <= 1, "most", most, "a share above 0 and up to 1");
        SettingException.unless(fewest >= 0 && fewest <= most, "fewest", fewest, "a share from 0 to 'most', " + most);
    }
}
