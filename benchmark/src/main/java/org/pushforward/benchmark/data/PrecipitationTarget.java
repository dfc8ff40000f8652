package org.pushforward.benchmark.data;

import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Field;
import org.pushforward.metrics.Floor;
import org.pushforward.random.RandomKey;
import org.pushforward.train.DataSource;
import org.pushforward.zoo.data.PrecipitationPatches;

/** Precipitation patches: the training bands to learn from, the test bands to be held against. */
record PrecipitationTarget(PrecipitationPatches patches) implements Target {

    @Override
    public String title() {
        return "Precipitation";
    }

    @Override
    public String description() {
        return "Annual precipitation of 2016 (NOAA Climate Forecast System version 2), cut into patches of "
                + patches.size() + " x " + patches.size()
                + " cells of one degree: log(1 + mm), standardised. Test patches lie in bands of longitude that no"
                + " training patch touches; neighbouring patches overlap, so the floor is lower than that of independent"
                + " samples.";
    }

    @Override
    public Domain domain() {
        return new Field(
                patches.size(), patches.size(), "precipitation", "mm", patches.mean(), patches.standardDeviation());
    }

    @Override
    public DataSource training() {
        return patches.train();
    }

    @Override
    public int trainSamples() {
        return patches.train().count();
    }

    @Override
    public Floor.Halves heldOut(int atMost, RandomKey key) {
        int half = patches.test().count() / 2;
        return Floor.Halves.draw(patches.test().samples(), Math.min(atMost, half), key);
    }
}
