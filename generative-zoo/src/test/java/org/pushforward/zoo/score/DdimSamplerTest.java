package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The family between a deterministic sampler and ancestral sampling (P5), and denoisers under other schedules (P6). */
class DdimSamplerTest {
    private static final RandomKey KEY = RandomKey.of(5);
    private static final Shape SAMPLE = Shape.of(3);
    private static final int STEPS = 12;
    private static final NoiseLevels LEVELS = new NoiseLevels(0.01, 10, 7);
    private static final VariancePreserving PRESERVING = VariancePreserving.standard();
    private static final HostArray NOISE =
            KEY.fold("noise").normal(Shape.of(8, 3)).cast(DType.F64);

    /** Not affine in x, so that no two different samplers agree by chance. */
    private static final Denoiser DENOISER = (x, sigma) ->
            x.div(sigma.square().add(1)).tanh().add(x.div(sigma.square().add(2)));

    private record Scaled(NoiseSchedule schedule) implements NoiseSchedule {
        @Override
        public double alpha(double t) {
            return 1;
        }

        @Override
        public double sigma(double t) {
            return schedule.sigma(t) / schedule.alpha(t);
        }
    }

    private record Levels(NoiseLevels levels, int steps) implements NoiseSchedule {
        @Override
        public double alpha(double t) {
            return 1;
        }

        @Override
        public double sigma(double t) {
            return levels.sigma((int) Math.round((1 - t) * steps), steps);
        }
    }

    private static void assertSame(HostArray actual, HostArray expected) {
        assertThat(Oracle.relativeError(actual, expected)).isLessThanOrEqualTo(1e-12);
    }

    @Test
    void withoutFreshNoiseItIsEulersMethod() {
        DdimSampler ddim = new DdimSampler(DENOISER, SAMPLE, new Levels(LEVELS, STEPS), STEPS, 0);
        assertThat(ddim.isStochastic()).isFalse();
        assertSame(new Chain(ddim).run(NOISE), new Chain(new EulerSampler(DENOISER, SAMPLE, LEVELS, STEPS)).run(NOISE));
    }

    @Test
    void withAllFreshNoiseItIsAncestralSampling() {
        DdimSampler ddim = new DdimSampler(DENOISER, SAMPLE, new Levels(LEVELS, STEPS), STEPS, 1);
        AncestralSampler ancestral = new AncestralSampler(DENOISER, SAMPLE, LEVELS, STEPS);
        RandomKey steps = KEY.fold("steps");
        assertSame(new Chain(ddim).run(NOISE, steps), new Chain(ancestral).run(NOISE, steps));
    }

    /** Sampling of x_t is that of x_t / alpha_t at the levels sigma_t / alpha_t, for every eta. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 1})
    void aScheduleIsAScalingOfAnother(double eta) {
        DdimSampler preserving = new DdimSampler(DENOISER, SAMPLE, PRESERVING, STEPS, eta);
        DdimSampler exploding = new DdimSampler(DENOISER, SAMPLE, new Scaled(PRESERVING), STEPS, eta);
        RandomKey steps = KEY.fold("steps");
        assertSame(new Chain(preserving).run(NOISE, steps), new Chain(exploding).run(NOISE, steps));
    }

    /** One step from t = 1 to 0 gives E[x_0 | x_1] itself, for which Gaussian data have a formula under every schedule. */
    @Test
    void aDenoiserServesAnotherScheduleThanItsOwn() {
        double mean = 0.7;
        double variance = 0.09;
        NoiseSchedule half = new VariancePreserving(0.5, 1);
        DdimSampler one = new DdimSampler(GaussianDenoiser.of(SAMPLE, mean, variance), SAMPLE, half, 1, 0);
        HostArray samples = new Chain(one).run(NOISE);
        double alpha = half.alpha(1);
        double sigma = half.sigma(1);
        assertThat(alpha * alpha + sigma * sigma).isCloseTo(1, within(1e-12));
        for (int i = 0; i < samples.size(); i++) {
            double x = sigma * NOISE.get(i);
            double expected =
                    (alpha * variance * x + sigma * sigma * mean) / (alpha * alpha * variance + sigma * sigma);
            assertThat(samples.get(i)).isCloseTo(expected, within(1e-12));
        }
    }

    /**
     * The variance after each step, by the affine recursion of the formula on N(0, v), nears v for every eta: four times as
     * near with four times as many steps, since all are of order one.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void theFamilyHasOneLawAsStepsGrow(double eta) {
        double few = Math.abs(finalVariance(eta, 1000) - 0.09);
        double many = Math.abs(finalVariance(eta, 4000) - 0.09);
        assertThat(few / many).isBetween(3.5, 4.5);
        assertThat(many).isLessThan(0.01 * 0.09);
    }

    private static double finalVariance(double eta, int steps) {
        DdimSampler sampler =
                new DdimSampler(GaussianDenoiser.of(Shape.of(1), 0, 0.09), Shape.of(1), PRESERVING, steps, eta);
        double variance = PRESERVING.sigma(1) * PRESERVING.sigma(1);
        for (int i = 0; i < steps; i++) {
            double[] c = sampler.coefficients(i);
            double shrink = c[0] * 0.09 / (c[0] * c[0] * 0.09 + c[1] * c[1]);
            double gain = c[2] * shrink + c[3] * (1 - c[0] * shrink) / c[1];
            variance = gain * gain * variance + c[4] * c[4];
        }
        return variance;
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new DdimSampler(DENOISER, SAMPLE, PRESERVING, 4, 1.5))
                .hasMessageContaining("eta = 1.5");
        assertThatThrownBy(() -> new DdimSampler(DENOISER, SAMPLE, PRESERVING, 0, 0))
                .hasMessageContaining("0 steps");
        assertThatThrownBy(() -> new VariancePreserving(2, 1)).hasMessageContaining("from 2.0 at t = 0 to 1.0");
    }
}
