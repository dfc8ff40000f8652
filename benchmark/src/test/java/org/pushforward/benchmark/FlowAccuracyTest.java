package org.pushforward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ClippedByNorm;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.LearningRate;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.zoo.data.ToyDistribution;
import org.pushforward.zoo.data.ToyDistributions;
import org.pushforward.zoo.family.NeuralSpline;
import org.pushforward.zoo.family.RealNvp;

/** A flow learns a distribution whose density is known, which is the best that it can do (P18). */
class FlowAccuracyTest {
    private static final int POINTS = 10_000;

    private final ToyDistribution moons = ToyDistributions.named("two-moons");

    /** Trains a model and returns how far its log-density is below the true one, for each test point. */
    private double[] gaps(Family family, int iterations) {
        Model model = family.build(DataType.of(moons));
        try (Backend backend = Backends.open("onnx");
                Trained<Model> flow = Trainer.on(backend)
                        .optimizer(new ClippedByNorm(Adam.withRate(LearningRate.cosine(5e-3, 0, iterations)), 5))
                        .average(new ExponentialAverage(0.995))
                        .iterations(iterations)
                        .batch(256)
                        .fit(model, moons, RandomKey.of(1))) {
            HostArray test = moons.points(RandomKey.of(2), POINTS);
            HostArray values = flow.logProb(test);
            double[] gaps = new double[POINTS];
            Arrays.setAll(gaps, i -> moons.logDensity(test.get(i, 0), test.get(i, 1)) - values.get(i));
            return gaps;
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares) / values.length;
    }

    @Test
    void realNvpComesWithinATenthOfANatOfTwoMoons() {
        double[] gaps = gaps(new RealNvp(8, 32), 1200);
        assertThat(mean(gaps)).isLessThan(0.1).isGreaterThan(-3 * standardError(gaps));
    }

    /** Two couplings with about 1,400 parameters each way. */
    @Test
    void splinesLearnTwoMoonsBetterThanAffineMapsOfTheSameSize() {
        NeuralSpline splines = new NeuralSpline(2, 16, 8, 3);
        RealNvp affine = new RealNvp(2, 24);
        assertThat(size(splines)).isLessThanOrEqualTo(size(affine));
        double[] of = gaps(splines, 600);
        double[] than = gaps(affine, 600);
        double[] better = new double[POINTS];
        Arrays.setAll(better, i -> than[i] - of[i]);
        assertThat(mean(of)).isGreaterThan(-3 * standardError(of));
        assertThat(mean(better)).isGreaterThan(0.1 + 3 * standardError(better));
    }

    private int size(Family family) {
        return family.build(DataType.of(moons)).parameters().stream()
                .mapToInt(parameter -> parameter.tensor().shape().size())
                .sum();
    }
}
