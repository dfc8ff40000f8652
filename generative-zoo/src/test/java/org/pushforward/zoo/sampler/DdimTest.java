package org.pushforward.zoo.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.NoiseSchedule;
import org.pushforward.zoo.score.VarianceExploding;
import org.pushforward.zoo.score.VariancePreserving;

/** Checks the family between a deterministic sampler and ancestral sampling (P5), and denoisers with other schedules (P6). */
class DdimTest {
    private static final RandomKey KEY = RandomKey.of(5);
    private static final Shape SAMPLE = Shape.of(3);
    private static final Moments MOMENTS = new Moments(0, 1);
    private static final int STEPS = 12;
    private static final VariancePreserving PRESERVING = VariancePreserving.standard();
    private static final HostArray NOISE =
            KEY.fold("noise").normal(Shape.of(8, 3)).cast(DType.F64);
    private static final RandomKey FRESH = KEY.fold("steps");

    /** A denoiser that is not affine in x, so that different samplers do not agree by chance. */
    private static final Denoiser DENOISER = (x, sigma) ->
            x.div(sigma.square().add(1)).tanh().add(x.div(sigma.square().add(2)));

    private static double denoised(double x, double sigma) {
        return Math.tanh(x / (sigma * sigma + 1)) + x / (sigma * sigma + 2);
    }

    static Stream<TimeGrid> grids() {
        return Stream.of(
                TimeGrid.karras(0.01, 10, 7, STEPS),
                TimeGrid.uniform(PRESERVING, STEPS),
                TimeGrid.uniform(new VarianceExploding(0.01, 50), STEPS));
    }

    private static HostArray run(DiffusionSampling<Tensor> sampling) {
        return Chain.of(sampling.of(DENOISER, SAMPLE, MOMENTS)).run(NOISE, FRESH);
    }

    private static void assertSame(HostArray actual, HostArray expected) {
        assertThat(Oracle.relativeError(actual, expected)).isLessThanOrEqualTo(1e-12);
    }

    @ParameterizedTest
    @MethodSource("grids")
    void withoutFreshNoiseItIsEulersMethod(TimeGrid grid) {
        HostArray deterministic =
                Chain.of(new Ddim(grid, 0).of(DENOISER, SAMPLE, MOMENTS)).run(NOISE);
        assertSame(deterministic, run(new Euler(grid)));
    }

    @ParameterizedTest
    @MethodSource("grids")
    void withAllFreshNoiseItIsAncestralSampling(TimeGrid grid) {
        assertSame(run(new Ddim(grid, 1)), run(new Ancestral(grid)));
    }

    /**
     * The published update in x_t, with a = alpha^2, is x_s = sqrt(a_s) x_0 + sqrt(1 - a_s - tau^2) e + tau z, where
     * tau = eta sqrt((1 - a_s) / (1 - a_t)) sqrt(1 - a_t / a_s).
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 1})
    void updateMatchesThePaperInOtherCoordinates(double eta) {
        HostArray actual = run(new Ddim(TimeGrid.uniform(PRESERVING, STEPS), eta));
        double[] expected = new double[NOISE.size()];
        for (int k = 0; k < expected.length; k++) {
            double a = square(PRESERVING.alpha(1));
            double x = Math.sqrt(a * MOMENTS.variance() + 1 - a) * NOISE.get(k);
            for (int i = 0; i < STEPS; i++) {
                double next = square(PRESERVING.alpha(1 - (i + 1) / (double) STEPS));
                double clean = denoised(x / Math.sqrt(a), Math.sqrt((1 - a) / a));
                // The last move ends without noise, as at t = 0.
                next = i + 1 == STEPS ? 1 : next;
                double e = (x - Math.sqrt(a) * clean) / Math.sqrt(1 - a);
                double tau = eta * Math.sqrt((1 - next) / (1 - a)) * Math.sqrt(1 - a / next);
                double z = FRESH.fold(i).fold(0).normal(NOISE.shape()).get(k);
                x = Math.sqrt(next) * clean + Math.sqrt(Math.max(0, 1 - next - tau * tau)) * e + tau * z;
                a = next;
            }
            expected[k] = x;
        }
        // The test's 1 - a loses digits where a is near 1.
        assertThat(Oracle.relativeError(actual, HostArray.of(NOISE.shape(), expected)))
                .isLessThanOrEqualTo(1e-10);
    }

    private static double square(double x) {
        return x * x;
    }

    /** E[x_0 | x_t] of Gaussian data has a closed form for every schedule. */
    @Test
    void aDenoiserWorksWithOtherSchedules() {
        double mean = 0.7;
        double variance = 0.09;
        NoiseSchedule half = new VariancePreserving(0.5, 1);
        double alpha = half.alpha(1);
        double sigma = half.sigma(1);
        assertThat(alpha * alpha + sigma * sigma).isCloseTo(1, within(1e-12));
        Tensor x = Tensor.constant(NOISE);
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1), half.level(1)));
        Tensor denoised = GaussianDenoiser.of(x.shape().without(0), mean, variance)
                .denoise(x.mul(Tensor.scalar(DType.F64, 1 / alpha)), level);
        HostArray actual = ReferenceInterpreter.evaluate(
                        Graph.builder().output("x", denoised).build(), Map.of())
                .get("x");
        for (int i = 0; i < actual.size(); i++) {
            double expected = (alpha * variance * NOISE.get(i) + sigma * sigma * mean)
                    / (alpha * alpha * variance + sigma * sigma);
            assertThat(actual.get(i)).isCloseTo(expected, within(1e-12));
        }
    }

    /**
     * The affine recursion of the formula on N(0, v) approaches the variance v for every eta. All methods have order one, so four times as
     * many steps reduce the error to a quarter.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void allNoiseSharesConvergeToTheSameDistribution(double eta) {
        double few = Math.abs(finalVariance(eta, 1000) - 0.09);
        double many = Math.abs(finalVariance(eta, 4000) - 0.09);
        assertThat(few / many).isBetween(3.5, 4.5);
        assertThat(many).isLessThan(0.01 * 0.09);
    }

    private static double finalVariance(double eta, int steps) {
        TimeGrid grid = TimeGrid.karras(1e-4, 20, 7, steps);
        Ddim ddim = new Ddim(grid, eta);
        double variance = 0.09 + grid.level(0) * grid.level(0);
        for (int i = 0; i < steps; i++) {
            double shrink = 0.09 / (0.09 + square(grid.level(i)));
            double[] c = ddim.numbers(i);
            double gain = shrink + c[0] * (1 - shrink) / grid.level(i);
            variance = gain * gain * variance + c[1] * c[1];
        }
        return variance;
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Ddim(TimeGrid.karras(4), 1.5)).hasMessageContaining("eta = 1.5");
        assertThatThrownBy(() -> TimeGrid.uniform(PRESERVING, 1)).hasMessageContaining("1 noise levels");
        assertThatThrownBy(() -> new VariancePreserving(2, 1)).hasMessageContaining("from 2.0 at t = 0 to 1.0");
        assertThatThrownBy(() -> new VarianceExploding(2, 1)).hasMessageContaining("from 2.0 at t = 0 to 1.0");
    }
}
