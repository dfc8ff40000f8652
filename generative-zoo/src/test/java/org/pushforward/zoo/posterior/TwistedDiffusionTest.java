package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.sampler.Ancestral;
import org.pushforward.zoo.sampler.Chain;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;

class TwistedDiffusionTest {
    private static final RandomKey KEY = RandomKey.of(31);
    private static final Shape PLANE = Shape.of(2);
    private static final TimeGrid GRID = TimeGrid.karras(0.02, 20, 7, 24);
    private static final Moments MOMENTS = new Moments(0.5, 0.8);
    private static final GaussianDenoiser PRIOR = GaussianDenoiser.of(PLANE, 0.5, 0.8);
    private static final double NOISE = 0.4;
    private static final Observation OBSERVATION = Observation.withDeviation(
            LinearObservation.of(HostArray.wrap(Shape.of(1, 2), new double[] {1, -0.5})), NOISE);
    private static final int PARTICLES = 40;

    private static HostArray draw(Sampler<?> sampler, int batch, float... y) {
        HostArray observed = HostArray.wrap(Shape.of(y.length, 1), y);
        try (Backend oracle = Backends.open("reference");
                SamplingLoop<?> loop =
                        SamplingLoop.of(oracle, sampler, List.of(), new ParameterValues(Map.of()), Ladder.of(batch))) {
            return loop.draw(KEY, y.length, Rows.of(PosteriorDenoiser.OBSERVED, observed));
        }
    }

    private static float[] same(int count, double y) {
        float[] all = new float[count];
        Arrays.fill(all, (float) y);
        return all;
    }

    /** Checks the mean over independent clouds of a statistic of a cloud, with standard errors from their scatter. */
    private static void check(HostArray clouds, ToDoubleFunction<double[][]> statistic, double expected) {
        double[] all = clouds.toDoubles();
        int count = clouds.shape().dim(0);
        double[] values = IntStream.range(0, count)
                .mapToDouble(k -> statistic.applyAsDouble(IntStream.range(0, PARTICLES)
                        .mapToObj(i -> Arrays.copyOfRange(all, 2 * (k * PARTICLES + i), 2 * (k * PARTICLES + i) + 2))
                        .toArray(double[][]::new)))
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double error = Math.sqrt(squares / (count - 1) / count);
        assertThat(error).isLessThan(0.04);
        assertThat(mean).isCloseTo(expected, within(4 * error));
    }

    private static double mean(double[][] cloud, int i) {
        return Arrays.stream(cloud).mapToDouble(x -> x[i]).average().orElseThrow();
    }

    /**
     * The clouds have the posterior of the prior's ancestral chain, whose variance follows from the recursion of moments, for any spread of
     * the twist and any rule of resampling.
     */
    @ParameterizedTest
    @CsvSource({"0.5, 1", "1, 0.5", "0, 2"})
    void cloudsHaveThePosteriorOfTheChain(double threshold, double spread) {
        double v =
                Chain.marginals(new Ancestral(GRID).of(PRIOR, PLANE, MOMENTS)).variance()[0];
        assertThat(v).isBetween(0.5, 0.8);
        double y = 1.4;
        // With a = (1, -1/2): K = v a / (5/4 v + s^2).
        double gain = v / (1.25 * v + NOISE * NOISE);
        double miss = y - 0.25;
        HostArray clouds = draw(
                new TwistedDiffusion(GRID, OBSERVATION, PARTICLES, threshold, spread).of(PRIOR, PLANE, MOMENTS),
                60,
                same(60, y));
        check(clouds, cloud -> mean(cloud, 0), 0.5 + gain * miss);
        check(clouds, cloud -> mean(cloud, 1), 0.5 - 0.5 * gain * miss);
        double center = 0.5 + gain * miss;
        check(
                clouds,
                cloud -> Arrays.stream(cloud)
                        .mapToDouble(x -> (x[0] - center) * (x[0] - center))
                        .average()
                        .orElseThrow(),
                v - gain * v);
    }

    @Test
    void effectiveSizesAreReportedForEveryLevel() {
        TwistedDiffusion method = new TwistedDiffusion(GRID, OBSERVATION, PARTICLES, 0, 1);
        HostArray sizes = draw(method.effectiveSizes(PRIOR, PLANE, MOMENTS), 3, 1.4f, 1.4f, 9);
        assertThat(sizes.shape()).isEqualTo(Shape.of(3, GRID.steps()));
        for (double size : sizes.toDoubles()) {
            assertThat(size).isBetween(1.0, PARTICLES + 1e-3);
        }
        // Without resampling, weights degenerate more and more, and most for the unlikely observation.
        assertThat(sizes.get(2 * GRID.steps() + GRID.steps() - 1)).isLessThan(sizes.get(GRID.steps() - 1));
        // At the first level all particles are noise, and their twists hardly differ.
        assertThat(sizes.get(0)).isGreaterThan(0.9 * PARTICLES);
        // Resampling at every level keeps the same clouds from degenerating.
        TwistedDiffusion resampled = new TwistedDiffusion(GRID, OBSERVATION, PARTICLES, 1, 1);
        HostArray better = draw(resampled.effectiveSizes(PRIOR, PLANE, MOMENTS), 3, 1.4f, 1.4f, 9);
        assertThat(better.get(3 * GRID.steps() - 1)).isGreaterThan(sizes.get(3 * GRID.steps() - 1));
    }

    /** P23: a hopeless observation, whose likelihood underflows for every particle, moves no other cloud, and gives no NaN. */
    @Test
    void cloudsAreIndependent() {
        Sampler<?> sampler = TwistedDiffusion.of(GRID, OBSERVATION, PARTICLES).of(PRIOR, PLANE, MOMENTS);
        HostArray whole = draw(sampler, 4, 1, 1e6f, -1, 0.3f);
        assertThat(whole.isFinite()).isTrue();
        assertThat(Oracle.relativeError(draw(sampler, 1, 1), whole.rows(0, 1))).isLessThanOrEqualTo(1e-5);
    }

    @Test
    void resamplingIsUnbiased() {
        double[] weights = {0.05, 0.4, 0, 0.15, 0.399, 0.001};
        int p = weights.length;
        int rows = 1000;
        double[] offsets =
                IntStream.range(0, rows).mapToDouble(k -> (k + 0.5) / rows).toArray();
        Tensor all = Tensor.constant(HostArray.wrap(Shape.of(1, p), weights)).broadcastTo(Shape.of(rows, p));
        Tensor chosen = SystematicResampling.choice(all, Tensor.constant(HostArray.wrap(Shape.of(rows, 1), offsets)));
        double[] numbers = new Oracle().evaluate(chosen.cast(DType.F64));
        double[] copies = new double[p];
        for (int k = 0; k < rows; k++) {
            int[] own = new int[p];
            for (int j = 0; j < p; j++) {
                own[(int) numbers[k * p + j]]++;
            }
            for (int i = 0; i < p; i++) {
                copies[i] += own[i] / (double) rows;
                assertThat(own[i])
                        .isBetween((int) Math.floor(p * weights[i] - 1e-9), (int) Math.ceil(p * weights[i] + 1e-9));
            }
        }
        for (int i = 0; i < p; i++) {
            // The mean over the offsets is a quadrature with steps of 1 / 1000.
            assertThat(copies[i]).isCloseTo(p * weights[i], within(2.0 / rows));
        }
    }

    /** The second of two positions, (1 + 0.99) / 2, is beyond the sum of these weights. */
    @Test
    void thePositionsBeyondAllWeightsChooseTheLastParticle() {
        Tensor weights = Tensor.constant(HostArray.of(Shape.of(1, 2), 0.5, 0.4));
        Tensor offset = Tensor.constant(HostArray.of(Shape.of(1, 1), 0.99));
        Tensor chosen = SystematicResampling.choice(weights, offset);
        assertThat(new Oracle().evaluate(chosen.cast(DType.F64))).containsExactly(0, 1);
    }

    /** Noisy data N(m, v) at the highest level, 20: m + sqrt(v + 20^2) z. */
    @Test
    void particlesStartWithTheMomentsOfNoisyData() {
        Oracle oracle = new Oracle();
        Tensor z = oracle.single("z", 3, 2, 2);
        Noise noise = new Noise() {
            @Override
            public Tensor normal(int... dims) {
                assertThat(dims).containsExactly(3, 2, 2);
                return z;
            }

            @Override
            public Tensor uniform(int... dims) {
                return Tensor.full(new TensorType(DType.F32, Shape.of(dims)), 0.5);
            }
        };
        ParticleCloud cloud = TwistedDiffusion.of(GRID, OBSERVATION, 2)
                .of(PRIOR, PLANE, MOMENTS)
                .init(noise, 3, Context.none());
        double[] x = oracle.evaluate(cloud.x());
        for (int i = 0; i < 12; i++) {
            assertThat(x[i]).isCloseTo(0.5 + Math.sqrt(400.8) * oracle.value(z).get(i), within(1e-4));
        }
    }

    /** The same numbers as vectors and as images of 1 x 2 cells. */
    @Test
    void particlesMayBeImages() {
        Shape image = Shape.of(1, 1, 2);
        ObservationOperator onImages =
                ObservationOperator.of(Shape.of(1), x -> OBSERVATION.operator().apply(x.reshape(-1, 2)));
        Sampler<?> images = TwistedDiffusion.of(GRID, Observation.withDeviation(onImages, NOISE), PARTICLES)
                .of(GaussianDenoiser.of(image, 0.5, 0.8), image, MOMENTS);
        Sampler<?> vectors = TwistedDiffusion.of(GRID, OBSERVATION, PARTICLES).of(PRIOR, PLANE, MOMENTS);
        assertThat(draw(images, 2, 1.4f, -3).toDoubles())
                .containsExactly(draw(vectors, 2, 1.4f, -3).toDoubles(), within(1e-4));
    }

    @Test
    void aModelBringsItsDenoiserAndItsMoments() {
        DiffusionModel model = new Diffusion().build(DataType.standard(PLANE));
        TwistedDiffusion method = TwistedDiffusion.of(GRID, OBSERVATION, PARTICLES);
        assertThat(method.of(model)).isEqualTo(method.of(model.denoiser(), PLANE, model.moments()));
    }

    @Test
    void onlyDueRowsAreResampled() {
        Tensor particles = Tensor.constant(HostArray.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6));
        Tensor choice = Tensor.constant(HostArray.wrap(Shape.of(2, 3), new long[] {2, 2, 0, 1, 1, 1}));
        Tensor due = Tensor.constant(HostArray.of(Shape.of(2, 1), 0.0, 1)).greater(0);
        assertThat(new Oracle().evaluate(SystematicResampling.take(particles, choice, due)))
                .containsExactly(1, 2, 3, 5, 5, 5);
    }

    /** S + spread v sigma^2 / (sigma^2 + v): the variance of clean data N(0, v) given noisy data. */
    @Test
    void theTwistAccountsForTheSpreadOfCleanData() {
        double variance = 3;
        double sigma = 0.8;
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1), sigma));
        Tensor one = Tensor.constant(HostArray.of(Shape.of(1, 1), 1.0));
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), 0.3);
        for (double spread : new double[] {0, 0.5, 1}) {
            double left = spread * variance * sigma * sigma / (sigma * sigma + variance);
            assertThat(new Oracle()
                            .evaluate(new TwistedDiffusion(GRID, observation, 2, 1, spread)
                                    .covariance(level, variance)
                                    .apply(one)))
                    .containsExactly(new double[] {0.09 + left}, within(1e-12));
        }
    }

    @Test
    void badSettingsAreRefused() {
        assertThat(new TwistedDiffusion(GRID, OBSERVATION, 2, 0, 0).threshold()).isZero();
        assertThatThrownBy(() -> new TwistedDiffusion(GRID, OBSERVATION, 8, -0.1, 1))
                .hasMessageContaining("resampled below -0.1");
        assertThatThrownBy(() -> new TwistedDiffusion(GRID, OBSERVATION, 8, 0.5, -1))
                .hasMessageContaining("a spread of -1.0");
        assertThatThrownBy(() -> new TwistedDiffusion(GRID, OBSERVATION, 1, 0.5, 1))
                .hasMessageContaining("clouds of 1 particles")
                .hasMessageContaining("2 particles or more");
        assertThatThrownBy(() -> new TwistedDiffusion(GRID, OBSERVATION, 8, 1.5, 1))
                .hasMessageContaining("resampled below 1.5");
        assertThatThrownBy(() -> new TwistedDiffusion(GRID, OBSERVATION, 8, 0.5, Double.NaN))
                .hasMessageContaining("a spread of NaN");
    }
}
