package org.pushforward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.model.DataType;
import org.pushforward.train.Trained;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ClippedByNorm;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.LearningRate;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Trainer;
import org.pushforward.zoo.data.ToyDistribution;
import org.pushforward.zoo.data.ToyDistributions;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.flow.Flow;

/** A flow learns a distribution whose density is known, which is the best that it can do (P18). */
class FlowAccuracyTest {
    private static final int POINTS = 10_000;

    @Test
    void realNvpComesWithinATenthOfANatOfTwoMoons() {
        ToyDistribution moons = ToyDistributions.named("two-moons");
        Flow model = new RealNvp(8, 32).build(DataType.of(moons));
        int iterations = 1200;
        try (Backend backend = Backends.open("onnx");
                Trained<Flow> flow = Trainer.on(backend)
                        .optimizer(new ClippedByNorm(Adam.withRate(LearningRate.cosine(5e-3, 0, iterations)), 5))
                        .average(new ExponentialAverage(0.995))
                        .iterations(iterations)
                        .batch(256)
                        .fit(model, moons, RandomKey.of(1))) {
            HostArray test = moons.points(RandomKey.of(2), POINTS);
            HostArray values = flow.logProb(test);
            double gap = 0;
            double squares = 0;
            for (int i = 0; i < POINTS; i++) {
                double apart = moons.logDensity(test.get(i, 0), test.get(i, 1)) - values.get(i);
                gap += apart / POINTS;
                squares += apart * apart / POINTS;
            }
            double standardError = Math.sqrt((squares - gap * gap) / POINTS);
            assertThat(gap).isLessThan(0.1).isGreaterThan(-3 * standardError);
        }
    }
}
