package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.data.Rows;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel.Moments;

/**
 * An end-to-end example with two clusters in the plane. One coordinate is observed with noise, which reveals the cluster and therefore the
 * other coordinate.
 */
class PosteriorExampleTest {
    private static final double VARIANCE = 0.04;

    /**
     * The exact denoiser of the mixture of N((1, 1), v I) and N((-1, -1), v I), in place of a learned one: with t = v + sigma^2,
     * D = (v x + sigma^2 m tanh(m.x / t)) / t for m = (1, 1).
     */
    private static Tensor clusters(Tensor x, Tensor sigma) {
        Tensor total = sigma.square().add(VARIANCE);
        Tensor side = x.sum(1).expandDims(1).div(total).tanh();
        return x.mul(VARIANCE).add(sigma.square().mul(side)).div(total);
    }

    @Test
    void observingOneCoordinateInformsTheOther() {
        Denoiser prior = PosteriorExampleTest::clusters;
        Observation seen = Observation.withDeviation(new Coordinates(0, 1), 0.1);
        PosteriorDenoiser posterior = new Mmps(prior, seen, 1);
        Sampler<Tensor> sampler =
                new Euler(TimeGrid.karras(0.01, 20, 7, 50)).of(posterior, Shape.of(2), new Moments(0, 1));
        int count = 2000;
        HostArray observed = HostArray.full(new TensorType(DType.F32, Shape.of(count, 1)), 1);

        HostArray samples;
        try (Backend backend = Backends.open("reference");
                SamplingLoop<Tensor> loop =
                        SamplingLoop.of(backend, sampler, List.of(), new ParameterValues(Map.of()), Ladder.of(count))) {
            samples = loop.draw(RandomKey.of(1), count, Rows.of(PosteriorDenoiser.OBSERVED, observed));
        }

        double[] mean = new double[2];
        double[] square = new double[2];
        int upper = 0;
        for (int i = 0; i < count; i++) {
            if (samples.get(i, 1) < 0) {
                continue;
            }
            upper++;
            for (int j = 0; j < 2; j++) {
                mean[j] += samples.get(i, j);
                square[j] += Math.pow(samples.get(i, j) - 1, 2);
            }
        }
        // At high noise the moments cover both clusters, so about one sample in 200 ends in the lower one.
        assertThat(upper).isBetween((int) (0.98 * count), count);
        // In the upper cluster the posterior is N(1, 0.04 s^2 / (0.04 + s^2)) in x_0 and N(1, 0.04) in x_1.
        assertThat(mean[0] / upper).isCloseTo(1, within(0.02));
        assertThat(mean[1] / upper).isCloseTo(1, within(0.03));
        assertThat(square[0] / upper).isCloseTo(0.008, within(0.002));
        assertThat(square[1] / upper).isCloseTo(0.04, within(0.01));
    }
}
