package org.pushforward.benchmark.data;

import java.util.stream.IntStream;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Field;
import org.pushforward.data.DataSource;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.data.PrecipitationPatches;

/** Precipitation patches: models are trained on the training bands and compared with the test bands. */
record PrecipitationTarget(PrecipitationPatches patches) implements Target {

    @Override
    public String title() {
        return "Precipitation";
    }

    @Override
    public String description() {
        return "Annual precipitation of 2016 (NOAA Climate Forecast System version 2), cut into patches of "
                + patches.size() + " x " + patches.size()
                + " cells of one degree: log(1 + mm), standardized. Test patches lie in bands of longitude that no"
                + " training patch touches; neighboring patches overlap, so the floor is lower than that of independent"
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
    public HeldOut heldOut(int atMost, RandomKey key) {
        int half = patches.test().size() / 2;
        return HeldOut.of(patches.test().rows(), Math.min(atMost, half), key);
    }

    /**
     * Patches are ordered by band, so the last ones overlap with few others; random patches would overlap with most.
     */
    @Override
    public TrainingSplit split(int rows, RandomKey key) {
        return TrainingSplit.of(
                patches.train().rows(),
                rows,
                IntStream.range(0, patches.train().size()).toArray());
    }
}
