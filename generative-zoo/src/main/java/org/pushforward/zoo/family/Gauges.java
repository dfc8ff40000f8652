package org.pushforward.zoo.family;

import org.pushforward.settings.SettingException;
import org.pushforward.zoo.posterior.RandomGauges;

/**
 * A setting for fields observed at random gauges. Each training row first draws its own density of gauges, log-uniform between two bounds,
 * and then the gauges.
 *
 * @param fewest the lowest share of observed cells in training, above 0
 * @param most the highest share of observed cells in training, up to 1
 * @param absent the share of training rows without gauges; with it the model can also be used without gauges, as a prior
 * @param noise the largest noise level of gauges in training, in standard deviations of the data; 0 for exact gauges only
 */
public record Gauges(double fewest, double most, double absent, double noise) {
    /** 2 to 30 % of the cells, exactly. */
    public Gauges() {
        this(0.02, 0.3, 0, 0);
    }

    /** Refuses values out of range. */
    public Gauges {
        SettingException.unless(most > 0 && most <= 1, "most", most, "a share above 0 and up to 1");
        SettingException.unless(
                fewest > 0 && fewest <= most, "fewest", fewest, "a share above 0 and up to 'most', " + most);
        SettingException.unless(absent >= 0 && absent <= 1, "absent", absent, "a share from 0 to 1");
        SettingException.unless(noise >= 0 && noise <= 10, "noise", noise, "0 to 10 deviations");
    }

    /** Returns settings for exact gauges. */
    public static Gauges exact(double fewest, double most) {
        return new Gauges(fewest, most, 0, 0);
    }

    /** Returns the gauges of training on data with a standard deviation. */
    RandomGauges random(double deviation) {
        return new RandomGauges(fewest, most, absent, noise * deviation);
    }
}
