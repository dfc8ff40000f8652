package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Structure;

/** Random places, gauges and values, and a covariance for tests of kriging. */
final class KrigingCases {
    private KrigingCases() {}

    static final FieldCovariance COVARIANCE = Structure.of(new Exponential(), 2, 3);

    static Places places(int count, long seed) {
        HostArray numbers = RandomKey.of(seed).uniform(Shape.of(2, count));
        double[] all = numbers.toDoubles();
        return Places.of(
                Arrays.stream(all, 0, count).map(u -> 10 * u).toArray(),
                Arrays.stream(all, count, 2 * count).map(u -> 10 * u).toArray());
    }

    static double[] values(int count, long seed) {
        return RandomKey.of(seed).normal(Shape.of(count)).toDoubles();
    }

    static Measurements gauges(int count, long seed) {
        return Measurements.of(places(count, seed), values(count, seed + 100));
    }

    static void same(NormalPrediction actual, NormalPrediction expected, double tolerance) {
        for (int i = 0; i < expected.count(); i++) {
            assertThat(actual.mean()[i]).as("mean %s", i).isCloseTo(expected.mean()[i], within(tolerance));
            assertThat(actual.variance()[i]).as("variance %s", i).isCloseTo(expected.variance()[i], within(tolerance));
        }
    }
}
