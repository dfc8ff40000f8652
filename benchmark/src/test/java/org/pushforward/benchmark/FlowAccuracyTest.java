package org.pushforward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ClippedByNorm;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.LearningRate;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Trainer;
import org.pushforward.zoo.ModelFunction;
import org.pushforward.zoo.data.ToyDistribution;
import org.pushforward.zoo.data.ToyDistributions;
import org.pushforward.zoo.flow.NormalizingFlow;
import org.pushforward.zoo.flow.RealNvp;

/** A flow learns a law whose density is known; the law itself is the best that it can do (P18). */
class FlowAccuracyTest {
    private static final int POINTS = 10_000;

    @Test
    void realNvpComesWithinATenthOfANatOfTwoMoons() {
        ToyDistribution law = ToyDistributions.named("two-moons");
        NormalizingFlow flow = new RealNvp(2, 8, 32).build();
        int iterations = 1200;
        try (Backend backend = Backends.open("onnx")) {
            ParameterValues learnt = Trainer.on(backend)
                    .optimizer(
                            NormalizingFlow.GROUP,
                            new ClippedByNorm(Adam.withRate(LearningRate.cosine(5e-3, 0, iterations)), 5))
                    .average(new ExponentialAverage(0.995))
                    .iterations(iterations)
                    .batch(256)
                    .build()
                    .train(flow, law, RandomKey.of(1))
                    .parameters();
            HostArray test = law.draw(RandomKey.of(2), POINTS);
            try (ModelFunction logProb = ModelFunction.compile(
                    backend, flow.parameters(), learnt, List.of(test.type()), in -> List.of(flow.logProb(in.get(0))))) {
                HostArray values = logProb.apply(test).get(0);
                double gap = 0;
                double squares = 0;
                for (int i = 0; i < POINTS; i++) {
                    double apart = law.logDensity(test.get(2 * i), test.get(2 * i + 1)) - values.get(i);
                    gap += apart / POINTS;
                    squares += apart * apart / POINTS;
                }
                double standardError = Math.sqrt((squares - gap * gap) / POINTS);
                assertThat(gap).isLessThan(0.1).isGreaterThan(-3 * standardError);
            }
        }
    }
}
