package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.SamplingLoop;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.EulerSampler;
import org.pushforward.zoo.score.NoiseLevels;

/**
 * An example from end to end: two clusters in the plane, of which one coordinate is seen with noise. That tells of which
 * cluster a point is, and so where its other coordinate lies.
 */
class PosteriorExampleTest {
    private static final double VARIANCE = 0.04;

    /**
     * The denoiser of half N((1, 1), v I) and half N((-1, -1), v I), where a learnt one would do as well: with t = v + sigma^2,
     * D = (v x + sigma^2 m tanh(m.x / t)) / t for m = (1, 1).
     */
    private static Tensor clusters(Tensor x, Tensor sigma) {
        Tensor total = sigma.square().add(VARIANCE);
        Tensor side = x.sum(1).expandDims(1).div(total).tanh();
        return x.mul(VARIANCE).add(sigma.square().mul(side)).div(total);
    }

    @Test
    void whatIsSeenOfOneCoordinateTellsTheOther() {
        Denoiser prior = PosteriorExampleTest::clusters;
        Observation seen = Observation.withDeviation(new Coordinates(0, 1), 0.1);
        PosteriorDenoiser posterior = new Mmps(prior, seen, 1);
        EulerSampler sampler = new EulerSampler(posterior, Shape.of(2), new NoiseLevels(0.01, 20, 7), 50);
        int count = 400;
        HostArray observed = HostArray.full(new TensorType(DType.F32, Shape.of(count, 1)), 1);

        HostArray samples;
        try (Backend backend = Backends.open("reference");
                SamplingLoop loop = SamplingLoop.compile(
                        backend, sampler, List.of(), new ParameterValues(Map.of()), count, new Cancellation())) {
            samples = loop.draw(RandomKey.of(1), count, Map.of(PosteriorDenoiser.OBSERVED, observed));
        }

        double[] mean = new double[2];
        double[] square = new double[2];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < 2; j++) {
                mean[j] += samples.get(2 * i + j) / count;
                square[j] += Math.pow(samples.get(2 * i + j) - 1, 2) / count;
            }
        }
        // Of the upper cluster the posterior is N(1, 0.04 s^2 / (0.04 + s^2)) in x_0 and N(1, 0.04) in x_1. Moments
        // match
        // those of two clusters at high noise, so a sample in 400 may end in the lower one, which adds 0.01 to the
        // second.
        assertThat(mean[0]).isCloseTo(1, within(0.02));
        assertThat(mean[1]).isCloseTo(1, within(0.03));
        assertThat(square[0]).isCloseTo(0.008, within(0.002));
        assertThat(square[1]).isBetween(0.03, 0.06);
    }
}
