package org.pushforward.benchmark.data;

import java.util.Optional;
import java.util.OptionalDouble;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.ModeCount;
import org.pushforward.benchmark.report.Plane;
import org.pushforward.metrics.Floor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.DataSource;
import org.pushforward.zoo.data.EightGaussians;
import org.pushforward.zoo.data.ToyDistribution;

/** A toy law, which never runs out of samples. */
record ToyTarget(ToyDistribution law) implements Target {
    /** A mode counts as present with a tenth of the samples that the law gives it. */
    private static final double SHARE = 0.1;

    @Override
    public String title() {
        String words = law.name().replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    @Override
    public String description() {
        return "A law on the plane with a known density, drawn afresh in every iteration and for every test.";
    }

    @Override
    public Domain domain() {
        return new Plane();
    }

    @Override
    public DataSource training() {
        return law;
    }

    @Override
    public int trainSamples() {
        return 0;
    }

    @Override
    public Floor.Halves heldOut(int atMost, RandomKey key) {
        return new Floor.Halves(law.draw(key.fold("first"), atMost), law.draw(key.fold("second"), atMost));
    }

    @Override
    public OptionalDouble expectedLogDensity() {
        return OptionalDouble.of(law.expectedLogDensity());
    }

    @Override
    public Optional<ModeCount> modes(HostArray samples) {
        return law instanceof EightGaussians gaussians
                ? Optional.of(new ModeCount(gaussians.modesPresent(samples, SHARE), EightGaussians.MODES))
                : Optional.empty();
    }
}
