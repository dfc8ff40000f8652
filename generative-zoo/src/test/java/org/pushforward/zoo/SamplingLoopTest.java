package org.pushforward.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.score.AncestralSampler;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.HeunSampler;
import org.pushforward.zoo.score.NoiseLevels;

/** Chains from noise that is given, and what a chain costs. */
class SamplingLoopTest {
    private static final RandomKey KEY = RandomKey.of(21);
    private static final GaussianDenoiser DENOISER = GaussianDenoiser.of(Shape.of(2), 0.5, 0.25);

    private final Backend oracle = Backends.open("reference");

    @AfterEach
    void close() {
        oracle.close();
    }

    private SamplingLoop compile(Sampler sampler, int batch) {
        ParameterValues none = new ParameterValues(Map.of());
        return SamplingLoop.compile(oracle, sampler, List.of(), none, batch, new Cancellation());
    }

    @Test
    void samplesAreTheImageOfTheirNoise() {
        Sampler sampler = new HeunSampler(DENOISER, Shape.of(2), NoiseLevels.standard(), 5);
        HostArray noise = KEY.fold("init").normalRows(Shape.of(7, 2), 0);
        try (SamplingLoop loop = compile(sampler, 3)) {
            assertThat(loop.push(noise, Map.of())).isEqualTo(loop.draw(KEY, 7));
        }
    }

    @Test
    void noiseMustFit() {
        try (SamplingLoop loop = compile(new HeunSampler(DENOISER, Shape.of(2), NoiseLevels.standard(), 5), 3)) {
            assertThatThrownBy(() -> loop.push(KEY.normal(Shape.of(4, 3)), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("noise: expected f32[4, 2], not f32[4, 3]");
            assertThatThrownBy(() -> loop.push(KEY.normal(Shape.scalar()), Map.of()))
                    .hasMessageContaining("count = 0");
        }
        try (SamplingLoop loop = compile(new AncestralSampler(DENOISER, Shape.of(2), NoiseLevels.standard(), 5), 3)) {
            assertThatThrownBy(() -> loop.push(KEY.normal(Shape.of(4, 2)), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("need noise of their own");
        }
    }

    /** Heun's N steps call the denoiser 2 N - 1 times: the last one, to no noise, is of order one. */
    @Test
    void heunCallsTheDenoiserTwiceAStepButOnceInTheLast() {
        AtomicInteger calls = new AtomicInteger();
        GaussianDenoiser ofOne = GaussianDenoiser.of(Shape.of(1), 0.5, 0.25);
        Denoiser counting = (x, sigma) -> {
            calls.incrementAndGet();
            return ofOne.denoise(x, sigma);
        };
        Sampler sampler = new HeunSampler(counting, Shape.of(1), NoiseLevels.standard(), 64);
        Tensor x = Tensor.input("x", TensorType.f32(3, 1));
        Tensor level = Tensor.input("level", TensorType.f32());

        sampler.step(x, new Sampler.Step(List.of(level, level), x, Map.of()));
        int inAStep = calls.getAndSet(0);
        sampler.finish(x, Map.of());
        assertThat(sampler.steps() * inAStep + calls.get()).isEqualTo(127);
        assertThat(sampler.coefficients(sampler.steps() - 1)[1]).isPositive();
    }
}
