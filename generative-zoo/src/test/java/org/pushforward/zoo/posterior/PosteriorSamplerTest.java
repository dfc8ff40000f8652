package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.linalg.covariance.Circulant;
import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.Dense;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.Sampler;
import org.pushforward.zoo.SamplingLoop;
import org.pushforward.zoo.score.Chain;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.EulerSampler;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.HeunSampler;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;

/** Posterior samplers where the posterior, or what they give in its place, has a formula (P9, P10), and by sample (P23). */
class PosteriorSamplerTest {
    private static final RandomKey KEY = RandomKey.of(23);

    /** From so far off that the start N(0, highest^2) misses the mean by a share of 1e-4 only. */
    private static final NoiseLevels LEVELS = new NoiseLevels(1e-4, 1e4, 7);

    /** The law of samples that are an affine function of their noise and of what is observed. */
    private record Law(double[] mean, double[][] covariance) {}

    /** Returns the law of deterministic samples given y, from what becomes of no noise and of each unit vector of noise. */
    private static Law lawOf(Sampler sampler, double... y) {
        int d = sampler.noiseShape().dim(0);
        double[] noise = new double[(d + 1) * d];
        double[] observed = new double[(d + 1) * y.length];
        for (int i = 0; i <= d; i++) {
            System.arraycopy(y, 0, observed, i * y.length, y.length);
            if (i > 0) {
                noise[i * d + i - 1] = 1;
            }
        }
        HostArray context = HostArray.wrap(Shape.of(d + 1, y.length), observed);
        double[] x = new Chain(sampler, Map.of(PosteriorDenoiser.OBSERVED, context))
                .run(HostArray.wrap(Shape.of(d + 1, d), noise))
                .toDoubles();
        double[] mean = Arrays.copyOf(x, d);
        double[][] covariance = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 1; k <= d; k++) {
                    covariance[i][j] += (x[k * d + i] - mean[i]) * (x[k * d + j] - mean[j]);
                }
            }
        }
        return new Law(mean, covariance);
    }

    private static HostArray matrix(double[][] rows) {
        double[] values = Stream.of(rows).flatMapToDouble(Arrays::stream).toArray();
        return HostArray.wrap(Shape.of(rows.length, rows[0].length), values);
    }

    /** Returns N(0, C) given A x + e = y with e from N(0, S): the formulas of kriging. */
    private static Law posterior(double[][] covariance, double[][] a, double[][] noise, double... y) {
        DMatrixRMaj c = new DMatrixRMaj(covariance);
        DMatrixRMaj seen = new DMatrixRMaj(a);
        DMatrixRMaj cross = CommonOps_DDRM.multTransB(c, seen, null);
        DMatrixRMaj total = CommonOps_DDRM.add(CommonOps_DDRM.mult(seen, cross, null), new DMatrixRMaj(noise), null);
        CommonOps_DDRM.invert(total);
        DMatrixRMaj gain = CommonOps_DDRM.mult(cross, total, null);
        DMatrixRMaj mean = CommonOps_DDRM.mult(gain, new DMatrixRMaj(y), null);
        DMatrixRMaj explained = CommonOps_DDRM.multTransB(gain, cross, null);
        DMatrixRMaj left = CommonOps_DDRM.subtract(c, explained, null);
        return new Law(mean.getData(), rows(left));
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

    private static Dense dense(double[][] covariance) {
        return Dense.of(matrix(covariance));
    }

    private static GaussianDenoiser centered(Covariance covariance) {
        return new GaussianDenoiser(HostArray.scalar(DType.F64, 0), covariance);
    }

    private static void assertClose(Law actual, Law expected, double tolerance) {
        for (int i = 0; i < expected.mean.length; i++) {
            assertThat(actual.mean[i]).isCloseTo(expected.mean[i], within(tolerance));
            assertThat(actual.covariance[i]).containsExactly(expected.covariance[i], within(tolerance));
        }
    }

    private static final double[][] PLANE = tilted(1.5, 0.2);

    /** P9. The error falls by four when steps double, since Heun's method is of order two. */
    @Test
    void momentMatchingConvergesToThePosterior() {
        double[][] a = {{1, 0.5}, {-0.3, 2}};
        Law exact = posterior(PLANE, a, isotropic(2, 0.16), 1.2, -0.7);
        Law few = lawOf(momentMatching(a, Isotropic.of(Shape.of(2), 0.16), 400), 1.2, -0.7);
        Law many = lawOf(momentMatching(a, Isotropic.of(Shape.of(2), 0.16), 800), 1.2, -0.7);
        assertClose(many, exact, 2e-4);
        double error = Math.abs(many.covariance[0][0] - exact.covariance[0][0]);
        assertThat(Math.abs(few.covariance[0][0] - exact.covariance[0][0])).isBetween(3 * error, 5 * error);
    }

    /** P9, with noise that is correlated. Taken for independent, it would move the mean by a tenth. */
    @Test
    void momentMatchingKnowsCorrelatedNoise() {
        double[][] a = {{1, 0.5}, {-0.3, 2}};
        double[][] noise = {{0.3, -0.25}, {-0.25, 0.4}};
        Law exact = posterior(PLANE, a, noise, 1.2, -0.7);
        assertClose(lawOf(momentMatching(a, dense(noise), 800), 1.2, -0.7), exact, 2e-4);
        Law independent = posterior(PLANE, a, new double[][] {{0.3, 0}, {0, 0.4}}, 1.2, -0.7);
        assertThat(Math.abs(independent.mean[0] - exact.mean[0])).isGreaterThan(0.1);
    }

    private static Sampler momentMatching(double[][] a, Covariance noise, int steps) {
        Observation observation = new Observation(LinearObservation.of(matrix(a)), noise);
        return new HeunSampler(new Mmps(centered(dense(PLANE)), observation, a.length), Shape.of(2), LEVELS, steps);
    }

    private static final double VARIANCE = 0.8;

    /** Twice what the start far off leaves, which is more than what the steps leave. */
    private static final double CLOSE = 3e-4;

    private static final GaussianDenoiser LINE = GaussianDenoiser.of(Shape.of(1), 0, VARIANCE);
    private static final Coordinates ALL = new Coordinates(0, 1);

    private static Law onTheLine(PosteriorDenoiser denoiser, double y) {
        return lawOf(new HeunSampler(denoiser, Shape.of(1), LEVELS, 1600), y);
    }

    /**
     * P9: the known bias of DPS. The flow dx/dsigma = (x - D') / sigma of data from N(0, v), observed as they are, is linear;
     * with k = v / s^2 it leads to the variance v e^-k, not v / (1 + k), and to the mean y k e^(-k/2) int_0^1 e^(k w^2 / 2) dw,
     * not y k / (1 + k).
     */
    @Test
    void diffusionPosteriorSamplingTrustsTheObservationTooMuch() {
        for (double s : new double[] {0.6, 1, 2}) {
            double k = VARIANCE / (s * s);
            Law law = onTheLine(new Dps(LINE, Observation.withDeviation(ALL, s)), 1.5);
            assertThat(law.covariance[0][0]).isCloseTo(varianceOfDps(s * s), within(CLOSE));
            assertThat(law.mean[0]).isCloseTo(meanOfDps(s * s, 1.5), within(CLOSE));
            assertThat(law.covariance[0][0]).isLessThan(VARIANCE / (1 + k) - 1e-2);
            assertThat(law.mean[0]).isGreaterThan(1.5 * k / (1 + k) + 1e-2);
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

    /** P9 in the plane: data from N(0, v I) fall into the axes of correlated noise, and along each DPS has its bias. */
    @Test
    void diffusionPosteriorSamplingIsBiasedAlongTheAxesOfCorrelatedNoise() {
        Observation observation = new Observation(new Coordinates(0, 2), dense(tilted(0.5, 2)));
        Law law = lawOf(inThePlane(new Dps(GaussianDenoiser.of(Shape.of(2), 0, VARIANCE), observation)), 1.5, -0.4);
        // y = (1.5, -0.4) has 0.58 along (0.6, 0.8) and -1.44 along (-0.8, 0.6).
        double along = meanOfDps(0.5, 0.58);
        double across = meanOfDps(2, -1.44);
        double[] mean = {0.6 * along - 0.8 * across, 0.8 * along + 0.6 * across};
        assertClose(law, new Law(mean, tilted(varianceOfDps(0.5), varianceOfDps(2))), CLOSE);
    }

    private static Sampler inThePlane(PosteriorDenoiser denoiser) {
        return new HeunSampler(denoiser, Shape.of(2), LEVELS, 1600);
    }

    /**
     * P9: the known bias of SDA. With c = s^2 - gamma v the flow leads to the variance v exp(-v/c - gamma v^2 / c^2
     * log(gamma v / s^2)): below that of the posterior for a small gamma, and above it for a large one.
     */
    @Test
    void dataAssimilationIsTooSureOrTooUnsure() {
        double s = 0.7;
        double exact = VARIANCE * s * s / (VARIANCE + s * s);
        for (double gamma : new double[] {0.01, 0.1, 1, 3}) {
            Law law = onTheLine(Sda.of(LINE, Observation.withDeviation(ALL, s), gamma), 1.5);
            assertThat(law.covariance[0][0]).isCloseTo(varianceOfSda(s * s, gamma), within(CLOSE));
            double mean = 1.5 * VARIANCE / (VARIANCE + s * s);
            if (gamma < 0.5) {
                assertThat(law.covariance[0][0]).isLessThan(exact - 1e-2);
                assertThat(law.mean[0]).isGreaterThan(mean + 1e-2);
            } else {
                assertThat(law.covariance[0][0]).isGreaterThan(exact + 1e-2);
                assertThat(law.mean[0]).isLessThan(mean - 1e-2);
            }
        }
    }

    private static double varianceOfSda(double noise, double gamma) {
        double c = noise - gamma * VARIANCE;
        return VARIANCE
                * Math.exp(-VARIANCE / c - gamma * VARIANCE * VARIANCE / (c * c) * Math.log(gamma * VARIANCE / noise));
    }

    /** P9 in the plane, with one gamma for all axes and with one for each, which takes a factorization a row. */
    @Test
    void dataAssimilationIsBiasedAlongTheAxesOfCorrelatedNoise() {
        GaussianDenoiser prior = GaussianDenoiser.of(Shape.of(2), 0, VARIANCE);
        Observation observation = new Observation(new Coordinates(0, 2), dense(tilted(0.5, 2)));
        double[][] same = lawOf(inThePlane(Sda.of(prior, observation, 0.1)), 0, 0).covariance;
        double[][] each = lawOf(inThePlane(new Sda(prior, observation, dense(tilted(0.1, 3)))), 0, 0).covariance;
        double[][] expectedSame = tilted(varianceOfSda(0.5, 0.1), varianceOfSda(2, 0.1));
        double[][] expectedEach = tilted(varianceOfSda(0.5, 0.1), varianceOfSda(2, 3));
        for (int i = 0; i < 2; i++) {
            assertThat(same[i]).containsExactly(expectedSame[i], within(CLOSE));
            assertThat(each[i]).containsExactly(expectedEach[i], within(CLOSE));
        }
    }

    /**
     * P10: a stationary Gaussian field on a ring, seen at five of its sixteen places, is kriged by moment matching, to 2e-2
     * relative at 1000 steps.
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
        Law exact = posterior(covariance, a, isotropic(places.length, 0.04), y);
        Observation observation = Observation.withDeviation(LinearObservation.of(matrix(a)), 0.2);
        Law law = lawOf(
                new EulerSampler(
                        new Mmps(centered(Circulant.of(HostArray.of(Shape.of(n), first))), observation, places.length),
                        Shape.of(n),
                        new NoiseLevels(1e-3, 1000, 7),
                        1000),
                y);
        for (int i = 0; i < n; i++) {
            assertThat(law.mean[i]).isCloseTo(exact.mean[i], within(0.02 * 1.1));
            assertThat(law.covariance[i][i] / exact.covariance[i][i]).isCloseTo(1, within(0.02));
        }
    }

    private static final DiffusionModel MODEL = new DiffusionModel(2, new Preconditioning(0.5), LEVELS, 8, 16, 16);

    static Stream<PosteriorDenoiser> denoisers() {
        Observation observation = Observation.withDeviation(ALL, 0.5);
        return Stream.of(new Dps(MODEL, observation), Sda.of(MODEL, observation, 0.1), new Mmps(MODEL, observation, 3));
    }

    /** P23: one observation of the batch is far off, so that a norm taken over the batch would move every sample. */
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
        Sampler sampler = new EulerSampler(denoiser, MODEL.sampleShape(), new NoiseLevels(0.02, 20, 7), 8);
        ParameterValues values = Oracle.randomValues(MODEL.parameters(), KEY);
        try (Backend oracle = Backends.open("reference");
                SamplingLoop loop =
                        SamplingLoop.compile(oracle, sampler, MODEL.parameters(), values, batch, new Cancellation())) {
            return loop.draw(KEY, observed.shape().dim(0), Map.of(PosteriorDenoiser.OBSERVED, observed));
        }
    }
}
