package org.pushforward.benchmark.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.ModeCount;
import org.pushforward.benchmark.report.Plane;
import org.pushforward.data.DataSource;
import org.pushforward.metrics.inference.ChiSquare;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.data.EightGaussians;
import org.pushforward.zoo.data.ToyDistribution;

/** A toy distribution, which can draw any number of samples. */
record ToyTarget(ToyDistribution distribution) implements Target {
    /** A mode counts as present if it has at least this fraction of its expected number of samples. */
    private static final double SHARE = 0.1;

    @Override
    public String title() {
        String words = distribution.name().replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    @Override
    public String description() {
        return "A distribution on the plane with a known density; new samples are drawn in every iteration and for every test.";
    }

    @Override
    public Domain domain() {
        return new Plane();
    }

    @Override
    public DataSource training() {
        return distribution;
    }

    @Override
    public HeldOut heldOut(int atMost, RandomKey key) {
        return new HeldOut(distribution.draw(key.fold("first"), atMost), distribution.draw(key.fold("second"), atMost));
    }

    @Override
    public OptionalDouble expectedLogDensity() {
        return OptionalDouble.of(distribution.expectedLogDensity());
    }

    private static double equalWeights(int[] counts) {
        double[] equal = new double[counts.length];
        Arrays.fill(equal, 1.0 / counts.length);
        long[] seen = Arrays.stream(counts).asLongStream().toArray();
        return Arrays.stream(seen).sum() == 0
                ? Double.NaN
                : ChiSquare.of(seen, equal).pValue();
    }

    @Override
    public Optional<ModeCount> modes(HostArray samples) {
        return distribution instanceof EightGaussians gaussians
                ? Optional.of(new ModeCount(
                        gaussians.modesPresent(samples, SHARE),
                        EightGaussians.MODES,
                        equalWeights(gaussians.countByMode(samples))))
                : Optional.empty();
    }
}
