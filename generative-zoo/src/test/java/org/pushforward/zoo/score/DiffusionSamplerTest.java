package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.Sampler;

/** Samplers on Gaussian data with its exact denoiser, where each is an affine map of its noise (P1-P4). */
class DiffusionSamplerTest {
    private static final double MEAN = 0.7;
    private static final double DEVIATION = 0.3;
    private static final double VARIANCE = DEVIATION * DEVIATION;
    private static final GaussianDenoiser DENOISER = GaussianDenoiser.of(Shape.of(1), MEAN, VARIANCE);
    private static final NoiseLevels LEVELS = new NoiseLevels(0.002, 10, 7);

    /** A law of one coordinate. */
    private record Gaussian(double mean, double variance) {}

    /** Returns the law at the end, from the affine maps that the traced sampler is made of, evaluated in float64. */
    private static Gaussian lawOf(Sampler sampler) {
        Tensor noise = Tensor.input("noise", new TensorType(DType.F64, Shape.of(2, 1)));
        Graph init = Graph.builder()
                .inputs(noise)
                .output("x", sampler.init(noise, Map.of()))
                .build();
        double[] start = run(init, Map.of("noise", column(0, 1)));
        Gaussian law = new Gaussian(start[0], square(start[1] - start[0]));
        Graph step = stepOf(sampler);
        for (int i = 0; i < sampler.steps(); i++) {
            double[] numbers = sampler.coefficients(i);
            Map<String, HostArray> inputs = Map.of(
                    "x", column(0, 1, 0),
                    "z", column(0, 0, 1),
                    "sigma", HostArray.scalar(DType.F64, numbers[0]),
                    "next", HostArray.scalar(DType.F64, numbers[1]));
            double[] y = run(step, inputs);
            double spread = y[2] - y[0];
            law = image(law, y[0], y[1] - y[0], spread * spread);
        }
        Tensor last = Tensor.input("x", new TensorType(DType.F64, Shape.of(2, 1)));
        Graph finish = Graph.builder()
                .inputs(last)
                .output("y", sampler.finish(last, Map.of()))
                .build();
        double[] y = run(finish, Map.of("x", column(0, 1)));
        return image(law, y[0], y[1] - y[0], 0);
    }

    private static Gaussian image(Gaussian law, double offset, double gain, double noise) {
        return new Gaussian(gain * law.mean + offset, gain * gain * law.variance + noise);
    }

    private static Graph stepOf(Sampler sampler) {
        TensorType column = new TensorType(DType.F64, Shape.of(3, 1));
        TensorType scalar = new TensorType(DType.F64, Shape.scalar());
        Tensor x = Tensor.input("x", column);
        Tensor z = Tensor.input("z", column);
        Tensor sigma = Tensor.input("sigma", scalar);
        Tensor next = Tensor.input("next", scalar);
        return Graph.builder()
                .inputs(x, z, sigma, next)
                .output("y", sampler.step(x, new Sampler.Step(List.of(sigma, next), z, Map.of())))
                .build();
    }

    private static double[] run(Graph graph, Map<String, HostArray> inputs) {
        return ReferenceInterpreter.evaluate(graph, inputs)
                .values()
                .iterator()
                .next()
                .toDoubles();
    }

    private static HostArray column(double... values) {
        return HostArray.of(Shape.of(values.length, 1), values);
    }

    private static double square(double x) {
        return x * x;
    }

    /** One step of a recursion: from the law at sigma to that at next. */
    @FunctionalInterface
    private interface Recursion {
        Gaussian next(Gaussian law, double sigma, double next);
    }

    private static Gaussian predicted(Recursion recursion, int steps) {
        Gaussian law = new Gaussian(0, square(LEVELS.highest()));
        for (int i = 0; i < steps; i++) {
            law = recursion.next(law, LEVELS.sigma(i, steps), LEVELS.sigma(i + 1, steps));
        }
        return law;
    }

    private static void assertSame(Gaussian actual, Gaussian expected) {
        assertThat(actual.mean()).isCloseTo(expected.mean(), within(1e-10));
        assertThat(actual.variance()).isCloseTo(expected.variance(), within(1e-10));
    }

    private static Gaussian affine(Gaussian law, double gain, double spread) {
        return new Gaussian(MEAN + gain * (law.mean - MEAN), gain * gain * law.variance + spread * spread);
    }

    @Test
    void eulerFollowsItsRecursion() {
        for (int steps : new int[] {2, 7, 40}) {
            Gaussian expected = predicted((law, s, t) -> affine(law, 1 + (t - s) * s / (VARIANCE + s * s), 0), steps);
            assertSame(lawOf(new EulerSampler(DENOISER, Shape.of(1), LEVELS, steps)), expected);
        }
    }

    @Test
    void heunFollowsItsRecursion() {
        for (int steps : new int[] {2, 7, 40}) {
            Gaussian expected = predicted(
                    (law, s, t) -> {
                        double d = s / (VARIANCE + s * s);
                        double euler = 1 + (t - s) * d;
                        double e = euler * t / (VARIANCE + t * t);
                        return affine(law, t == 0 ? euler : 1 + (t - s) * (d + e) / 2, 0);
                    },
                    steps);
            assertSame(lawOf(new HeunSampler(DENOISER, Shape.of(1), LEVELS, steps)), expected);
        }
    }

    /** The variance of the last step must be that of q(x_next | x, x_0), not sigma^2 - next^2, which leaves noise (E8). */
    @Test
    void ancestralFollowsItsRecursion() {
        for (int steps : new int[] {2, 7, 40}) {
            Gaussian expected = predicted(
                    (law, s, t) -> {
                        double kept = 1 - t * t / (s * s);
                        double gain = 1 - kept * s * s / (VARIANCE + s * s);
                        return affine(law, gain, t * Math.sqrt(kept));
                    },
                    steps);
            assertSame(lawOf(new AncestralSampler(DENOISER, Shape.of(1), LEVELS, steps)), expected);
        }
    }

    /** A deterministic sampler that began at N(0, I) would end with a tenth of the deviation (E7). */
    @Test
    void samplersBeginAtTheHighestLevel() {
        Gaussian law = lawOf(new HeunSampler(DENOISER, Shape.of(1), LEVELS, 400));
        // The start misses the mean and variance of the data, so the end misses by their share of the highest level.
        double share = DEVIATION / Math.hypot(DEVIATION, LEVELS.highest());
        assertThat(Math.sqrt(law.variance())).isCloseTo(share * LEVELS.highest(), within(1e-4));
        assertThat(law.mean()).isCloseTo(MEAN * (1 - share), within(1e-4));
    }

    @Test
    void eulerIsOfOrderOne() {
        assertThat(order(steps -> new EulerSampler(DENOISER, Shape.of(1), fine(), steps)))
                .isCloseTo(1, within(0.15));
    }

    @Test
    void heunIsOfOrderTwo() {
        assertThat(order(steps -> new HeunSampler(DENOISER, Shape.of(1), fine(), steps)))
                .isCloseTo(2, within(0.15));
    }

    /** Levels whose last step, of order one in every sampler, is too small to be seen. */
    private static NoiseLevels fine() {
        return new NoiseLevels(1e-5, 10, 7);
    }

    /** The slope of log error against log steps, of the gain of the probability flow. */
    private static double order(java.util.function.IntFunction<Sampler> sampler) {
        double exact = DEVIATION / Math.hypot(DEVIATION, 10) * 10;
        double few = Math.abs(Math.sqrt(lawOf(sampler.apply(128)).variance()) - exact);
        double many = Math.abs(Math.sqrt(lawOf(sampler.apply(256)).variance()) - exact);
        return Math.log(few / many) / Math.log(2);
    }
}
