package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.Circulant;
import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.DenseCovariance;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.model.DataType;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.sampler.Chain;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.ClassConditional;
import org.pushforward.zoo.score.ClassifierFree;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;

/**
 * Compares posterior samplers with closed forms of the posterior or of their known bias (P9, P10), and checks that samples are independent
 * (P23).
 */
class PosteriorSamplerTest {
    private static final RandomKey KEY = RandomKey.of(23);

    /** Starts so high that N(0, highest^2) misses the mean by only 1e-4 of it. */
    private static TimeGrid levels(int steps) {
        return TimeGrid.karras(1e-4, 1e4, 7, steps);
    }

    /** Returns the distribution of deterministic samples given y. */
    private static Chain.Gaussian given(Sampler<Tensor> sampler, double... y) {
        return Chain.of(sampler).given(PosteriorDenoiser.OBSERVED, y).distribution();
    }

    private static HostArray matrix(double[][] rows) {
        double[] values = Stream.of(rows).flatMapToDouble(Arrays::stream).toArray();
        return HostArray.wrap(Shape.of(rows.length, rows[0].length), values);
    }

    /** Returns N(0, C) given A x + e = y with e from N(0, S), by the formulas of kriging. */
    private static Chain.Gaussian posterior(double[][] covariance, double[][] a, double[][] noise, double... y) {
        DMatrixRMaj c = new DMatrixRMaj(covariance);
        DMatrixRMaj seen = new DMatrixRMaj(a);
        DMatrixRMaj cross = CommonOps_DDRM.multTransB(c, seen, null);
        DMatrixRMaj total = CommonOps_DDRM.add(CommonOps_DDRM.mult(seen, cross, null), new DMatrixRMaj(noise), null);
        CommonOps_DDRM.invert(total);
        DMatrixRMaj gain = CommonOps_DDRM.mult(cross, total, null);
        DMatrixRMaj mean = CommonOps_DDRM.mult(gain, new DMatrixRMaj(y), null);
        DMatrixRMaj explained = CommonOps_DDRM.multTransB(gain, cross, null);
        DMatrixRMaj left = CommonOps_DDRM.subtract(c, explained, null);
        return new Chain.Gaussian(mean.getData(), rows(left));
    }

    private static double[][] rows(DMatrixRMaj matrix) {
        double[][] rows = new double[matrix.numRows][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(matrix.getData(), i * matrix.numCols, (i + 1) * matrix.numCols));
        return rows;
    }

    private static double[][] isotropic(int size, double variance) {
        double[][] rows = new double[size][size];
        for (int i = 0; i < size; i++) {
            rows[i][i] = variance;
        }
        return rows;
    }

    /** Returns the covariance with these variances along (0.6, 0.8) and (-0.8, 0.6). */
    private static double[][] tilted(double along, double across) {
        double mixed = 0.48 * (along - across);
        return new double[][] {
            {0.36 * along + 0.64 * across, mixed},
            {mixed, 0.64 * along + 0.36 * across}
        };
    }

    private static DenseCovariance dense(double[][] covariance) {
        return DenseCovariance.of(matrix(covariance));
    }

    private static GaussianDenoiser centered(Covariance covariance) {
        return new GaussianDenoiser(HostArray.scalar(DType.F64, 0), covariance);
    }

    private static void assertClose(Chain.Gaussian actual, Chain.Gaussian expected, double tolerance) {
        for (int i = 0; i < expected.mean().length; i++) {
            assertThat(actual.mean()[i]).isCloseTo(expected.mean()[i], within(tolerance));
            assertThat(actual.covariance()[i]).containsExactly(expected.covariance()[i], within(tolerance));
        }
    }

    private static final double[][] PLANE = tilted(1.5, 0.2);

    /** P9: the error falls to a quarter when the steps double, since Heun's method has order two. */
    @Test
    void momentMatchingConvergesToThePosterior() {
        double[][] a = {{1, 0.5}, {-0.3, 2}};
        Chain.Gaussian exact = posterior(PLANE, a, isotropic(2, 0.16), 1.2, -0.7);
        Chain.Gaussian few = given(momentMatching(a, Isotropic.of(Shape.of(2), 0.16), 400), 1.2, -0.7);
        Chain.Gaussian many = given(momentMatching(a, Isotropic.of(Shape.of(2), 0.16), 800), 1.2, -0.7);
        assertClose(many, exact, 2e-4);
        double error = Math.abs(many.covariance()[0][0] - exact.covariance()[0][0]);
        assertThat(Math.abs(few.covariance()[0][0] - exact.covariance()[0][0])).isBetween(3 * error, 5 * error);
    }

    /** P9 with correlated noise. Ignoring the correlation would change the mean by a tenth. */
    @Test
    void momentMatchingSupportsCorrelatedNoise() {
        double[][] a = {{1, 0.5}, {-0.3, 2}};
        double[][] noise = {{0.3, -0.25}, {-0.25, 0.4}};
        Chain.Gaussian exact = posterior(PLANE, a, noise, 1.2, -0.7);
        assertClose(given(momentMatching(a, dense(noise), 800), 1.2, -0.7), exact, 2e-4);
        Chain.Gaussian independent = posterior(PLANE, a, new double[][] {{0.3, 0}, {0, 0.4}}, 1.2, -0.7);
        assertThat(Math.abs(independent.mean()[0] - exact.mean()[0])).isGreaterThan(0.1);
    }

    private static Sampler<Tensor> momentMatching(double[][] a, Covariance noise, int steps) {
        Observation observation = new Observation(LinearObservation.of(matrix(a)), noise);
        return new Heun(levels(steps))
                .of(new Mmps(centered(dense(PLANE)), observation, a.length), Shape.of(2), new Moments(0, 0));
    }

    private static final double VARIANCE = 0.8;

    /** Twice the error of the finite start, which is larger than the error of the steps. */
    private static final double CLOSE = 3e-4;

    private static final GaussianDenoiser LINE = GaussianDenoiser.of(Shape.of(1), 0, VARIANCE);
    private static final Coordinates ALL = new Coordinates(0, 1);

    private static Chain.Gaussian onTheLine(PosteriorDenoiser denoiser, double y) {
        return given(new Heun(levels(1600)).of(denoiser, Shape.of(1), new Moments(0, 0)), y);
    }

    /**
     * P9: the known bias of DPS. The flow dx/dsigma = (x - D') / sigma of data from N(0, v) with a direct observation is linear. With k =
     * v / s^2 it leads to the variance v e^-k, not v / (1 + k), and to the mean y k e^(-k/2) int_0^1 e^(k w^2 / 2) dw,
     * not y k / (1 + k).
     */
    @Test
    void diffusionPosteriorSamplingTrustsTheObservationTooMuch() {
        for (double s : new double[] {0.6, 1, 2}) {
            double k = VARIANCE / (s * s);
            Chain.Gaussian distribution = onTheLine(new Dps(LINE, Observation.withDeviation(ALL, s)), 1.5);
            assertThat(distribution.covariance()[0][0]).isCloseTo(varianceOfDps(s * s), within(CLOSE));
            assertThat(distribution.mean()[0]).isCloseTo(meanOfDps(s * s, 1.5), within(CLOSE));
            assertThat(distribution.covariance()[0][0]).isLessThan(VARIANCE / (1 + k) - 1e-2);
            assertThat(distribution.mean()[0]).isGreaterThan(1.5 * k / (1 + k) + 1e-2);
        }
    }

    private static double varianceOfDps(double noise) {
        return VARIANCE * Math.exp(-VARIANCE / noise);
    }

    private static double meanOfDps(double noise, double y) {
        double k = VARIANCE / noise;
        double integral = 0;
        int cells = 2000;
        for (int i = 0; i < cells; i++) {
            double w = (i + 0.5) / cells;
            integral += Math.exp(k * w * w / 2) / cells;
        }
        return y * k * Math.exp(-k / 2) * integral;
    }

    /** P9 in the plane: along each axis of the correlated noise, DPS has its one-dimensional bias. */
    @Test
    void diffusionPosteriorSamplingIsBiasedAlongTheAxesOfCorrelatedNoise() {
        Observation observation = new Observation(new Coordinates(0, 2), dense(tilted(0.5, 2)));
        Chain.Gaussian distribution =
                given(inThePlane(new Dps(GaussianDenoiser.of(Shape.of(2), 0, VARIANCE), observation)), 1.5, -0.4);
        // y = (1.5, -0.4) has 0.58 along (0.6, 0.8) and -1.44 along (-0.8, 0.6).
        double along = meanOfDps(0.5, 0.58);
        double across = meanOfDps(2, -1.44);
        double[] mean = {0.6 * along - 0.8 * across, 0.8 * along + 0.6 * across};
        assertClose(distribution, new Chain.Gaussian(mean, tilted(varianceOfDps(0.5), varianceOfDps(2))), CLOSE);
    }

    private static Sampler<Tensor> inThePlane(PosteriorDenoiser denoiser) {
        return new Heun(levels(1600)).of(denoiser, Shape.of(2), new Moments(0, 0));
    }

    /**
     * P9: the known bias of SDA. With c = s^2 - gamma v the flow leads to the variance v exp(-v/c - gamma v^2 / c^2 log(gamma v / s^2)),
     * which is below that of the posterior for a small gamma and above it for a large one.
     */
    @Test
    void dataAssimilationIsOverOrUnderconfident() {
        double s = 0.7;
        double exact = VARIANCE * s * s / (VARIANCE + s * s);
        for (double gamma : new double[] {0.01, 0.1, 1, 3}) {
            Chain.Gaussian distribution = onTheLine(Sda.of(LINE, Observation.withDeviation(ALL, s), gamma), 1.5);
            assertThat(distribution.covariance()[0][0]).isCloseTo(varianceOfSda(s * s, gamma), within(CLOSE));
            assertThat(distribution.mean()[0]).isCloseTo(meanOfSda(s * s, gamma, 1.5), within(CLOSE));
            double mean = 1.5 * VARIANCE / (VARIANCE + s * s);
            if (gamma < 0.5) {
                assertThat(distribution.covariance()[0][0]).isLessThan(exact - 1e-2);
                assertThat(distribution.mean()[0]).isGreaterThan(mean + 1e-2);
            } else {
                assertThat(distribution.covariance()[0][0]).isGreaterThan(exact + 1e-2);
                assertThat(distribution.mean()[0]).isLessThan(mean - 1e-2);
            }
        }
    }

    private static double varianceOfSda(double noise, double gamma) {
        double c = noise - gamma * VARIANCE;
        return VARIANCE
                * Math.exp(-VARIANCE / c - gamma * VARIANCE * VARIANCE / (c * c) * Math.log(gamma * VARIANCE / noise));
    }

    /**
     * Returns the mean y int_0^1 v / c exp(-1/2 int_w^1 v / c) dt of the same flow, where t^2 = w = v / (v + sigma^2) is the fraction that
     * the prior keeps at a level, and c = s^2 + gamma sigma^2.
     */
    private static double meanOfSda(double noise, double gamma, double y) {
        double spread = gamma * VARIANCE;
        double c = noise - spread;
        double integral = 0;
        int cells = 2000;
        for (int i = 0; i < cells; i++) {
            double w = Math.pow((i + 0.5) / cells, 2);
            double total = spread + c * w;
            double rest = VARIANCE / c * (1 - w - spread / c * Math.log(noise / total));
            integral += VARIANCE * w / total * Math.exp(-rest / 2) / cells;
        }
        return y * integral;
    }

    /** P9 in the plane, with one gamma for all axes and with one for each axis, which needs a factorization per row. */
    @Test
    void dataAssimilationIsBiasedAlongTheAxesOfCorrelatedNoise() {
        GaussianDenoiser prior = GaussianDenoiser.of(Shape.of(2), 0, VARIANCE);
        Observation observation = new Observation(new Coordinates(0, 2), dense(tilted(0.5, 2)));
        double[][] same =
                given(inThePlane(Sda.of(prior, observation, 0.1)), 0, 0).covariance();
        double[][] each = given(inThePlane(new Sda(prior, observation, dense(tilted(0.1, 3)))), 0, 0)
                .covariance();
        double[][] expectedSame = tilted(varianceOfSda(0.5, 0.1), varianceOfSda(2, 0.1));
        double[][] expectedEach = tilted(varianceOfSda(0.5, 0.1), varianceOfSda(2, 3));
        for (int i = 0; i < 2; i++) {
            assertThat(same[i]).containsExactly(expectedSame[i], within(CLOSE));
            assertThat(each[i]).containsExactly(expectedEach[i], within(CLOSE));
        }
    }

    /**
     * P10: for a stationary Gaussian field on a ring, observed at five of sixteen places, moment matching reproduces kriging to a relative
     * 2e-2 at 1000 steps.
     */
    @Test
    void momentMatchingWithTheDenoiserOfAFieldIsKriging() {
        int n = 16;
        double[] first = new double[n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                double frequency = Math.min(k, n - k);
                first[i] += 8 / Math.pow(1 + frequency * frequency, 1.5) * Math.cos(2 * Math.PI * k * i / n) / n;
            }
        }
        double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                covariance[i][j] = first[Math.abs(i - j)];
            }
        }
        int[] places = {0, 1, 5, 9, 14};
        double[][] a = new double[places.length][n];
        for (int k = 0; k < places.length; k++) {
            a[k][places[k]] = 1;
        }
        double[] y = {1.1, 0.8, -0.5, 0.2, 0.9};
        Chain.Gaussian exact = posterior(covariance, a, isotropic(places.length, 0.04), y);
        Observation observation = Observation.withDeviation(LinearObservation.of(matrix(a)), 0.2);
        Chain.Gaussian distribution = given(
                new Euler(TimeGrid.karras(1e-3, 1000, 7, 1000))
                        .of(
                                new Mmps(
                                        centered(Circulant.of(HostArray.of(Shape.of(n), first))),
                                        observation,
                                        places.length),
                                Shape.of(n),
                                new Moments(0, 0)),
                y);
        for (int i = 0; i < n; i++) {
            assertThat(distribution.mean()[i]).isCloseTo(exact.mean()[i], within(0.02 * 1.1));
            assertThat(distribution.covariance()[i][i] / exact.covariance()[i][i])
                    .isCloseTo(1, within(0.02));
        }
    }

    private static final double[] CENTERS = {-1.2, 2, 0.3};

    /** Data from N(center, v) for each class, with an additional center for no class. */
    private static final ClassConditional CLASSES = new ClassConditional(2, new ConditionalDenoiser() {
        @Override
        public Schema context() {
            return ClassConditional.labels();
        }

        @Override
        public Denoiser given(Context context) {
            Tensor centers = Tensor.constant(HostArray.of(Shape.of(3), CENTERS));
            Tensor center =
                    centers.gather(0, context.get(ClassConditional.LABEL)).expandDims(1);
            return (x, sigma) -> LINE.denoise(x.sub(center), sigma).add(center);
        }
    });

    private static Chain.Gaussian guided(double weight, Function<ConditionalDenoiser, PosteriorDenoiser> posterior) {
        PosteriorDenoiser denoiser = posterior.apply(new ClassifierFree(CLASSES, weight));
        return Chain.of(new Heun(levels(1600)).of(denoiser, Shape.of(1), new Moments(0, 0)))
                .given(ClassConditional.LABEL, HostArray.of(Shape.of(1), 1L))
                .given(PosteriorDenoiser.OBSERVED, 1.5)
                .distribution();
    }

    /**
     * P9 with guidance. If all classes have the same variance, guidance by w moves the center of class c to (1 + w) m_c - w m. This is the
     * center of the class for w = 0 and that of no class for w = -1. Each method then has its formula for data around that center.
     */
    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 1})
    void guidanceMovesThePriorOfEveryMethod(double weight) {
        double center = (1 + weight) * CENTERS[1] - weight * CENTERS[2];
        double noise = 0.49;
        double miss = 1.5 - center;
        Observation observation = Observation.withDeviation(ALL, 0.7);
        double share = VARIANCE / (VARIANCE + noise);
        assertLine(guided(weight, prior -> new Mmps(prior, observation, 1)), center + share * miss, share * noise);
        assertLine(
                guided(weight, prior -> new Dps(prior, observation)),
                center + meanOfDps(noise, miss),
                varianceOfDps(noise));
        assertLine(
                guided(weight, prior -> Sda.of(prior, observation, 0.1)),
                center + meanOfSda(noise, 0.1, miss),
                varianceOfSda(noise, 0.1));
    }

    private static void assertLine(Chain.Gaussian actual, double mean, double variance) {
        assertThat(actual.mean()[0]).isCloseTo(mean, within(CLOSE));
        assertThat(actual.variance()).isCloseTo(variance, within(CLOSE));
    }

    private static final DiffusionModel MODEL = Diffusion.of(
                    new DenoiserArchitecture.PerceptronDenoiser(List.of(16, 16)))
            .build(new DataType(Schema.of(Shape.of(2)), 0, 0.5));

    private static final Denoiser LEARNED = MODEL.denoiser().given(Context.none());

    static Stream<PosteriorDenoiser> denoisers() {
        Observation observation = Observation.withDeviation(ALL, 0.5);
        return Stream.of(
                new Dps(LEARNED, observation), Sda.of(LEARNED, observation, 0.1), new Mmps(LEARNED, observation, 3));
    }

    /** P23: one observation of the batch is an outlier, so a norm over the batch would change every sample. */
    @ParameterizedTest
    @MethodSource("denoisers")
    void aSampleDoesNotDependOnItsBatch(PosteriorDenoiser denoiser) {
        float[] y = KEY.fold("y").normal(Shape.of(64, 1)).toFloats();
        y[63] = 10;
        HostArray observed = HostArray.wrap(Shape.of(64, 1), y);
        HostArray whole = draw(denoiser, observed, 64);
        assertThat(whole.isFinite()).isTrue();
        assertThat(Oracle.relativeError(draw(denoiser, observed, 7), whole)).isLessThanOrEqualTo(1e-5);
        assertThat(Oracle.relativeError(draw(denoiser, observed.rows(0, 1), 1), whole.rows(0, 1)))
                .isLessThanOrEqualTo(1e-5);
    }

    private static HostArray draw(PosteriorDenoiser denoiser, HostArray observed, int batch) {
        Sampler<Tensor> sampler =
                new Euler(TimeGrid.karras(0.02, 20, 7, 8)).of(denoiser, MODEL.event(), MODEL.moments());
        ParameterValues values = Oracle.randomValues(MODEL.parameters(), KEY);
        try (Backend oracle = Backends.open("reference");
                SamplingLoop<Tensor> loop =
                        SamplingLoop.of(oracle, sampler, MODEL.parameters(), values, Ladder.of(batch))) {
            return loop.draw(KEY, observed.shape().dim(0), Rows.of(PosteriorDenoiser.OBSERVED, observed));
        }
    }
}
