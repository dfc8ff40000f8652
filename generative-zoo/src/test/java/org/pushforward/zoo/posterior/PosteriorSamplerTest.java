package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.Sampler;
import org.pushforward.zoo.SamplingLoop;
import org.pushforward.zoo.score.Chain;
import org.pushforward.zoo.score.Denoiser;
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

    /**
     * The denoiser of N(0, C) in closed form, D = U diag(l / (l + sigma^2)) U^T x, with the eigenvectors as the columns of U.
     */
    private record CorrelatedGaussian(double[][] vectors, double[] eigenvalues) implements Denoiser {
        @Override
        public Tensor denoise(Tensor x, Tensor sigma) {
            Tensor u = Tensor.constant(matrix(vectors).cast(x.dtype()));
            Tensor l = Tensor.constant(
                    HostArray.of(Shape.of(1, eigenvalues.length), eigenvalues).cast(x.dtype()));
            Tensor shrunk = x.matmul(u).mul(l.div(l.add(sigma.square())));
            return shrunk.matmul(u.transpose());
        }

        double[][] covariance() {
            int d = eigenvalues.length;
            double[][] c = new double[d][d];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    for (int k = 0; k < d; k++) {
                        c[i][j] += vectors[i][k] * eigenvalues[k] * vectors[j][k];
                    }
                }
            }
            return c;
        }
    }

    private static HostArray matrix(double[][] rows) {
        double[] values = Stream.of(rows).flatMapToDouble(Arrays::stream).toArray();
        return HostArray.wrap(Shape.of(rows.length, rows[0].length), values);
    }

    /** Returns N(0, C) given A x + s z = y, an observation at a time: the formulas of kriging with one observation. */
    private static Law posterior(double[][] covariance, double[][] a, double deviation, double... y) {
        int d = covariance.length;
        double[] mean = new double[d];
        double[][] c = Stream.of(covariance).map(double[]::clone).toArray(double[][]::new);
        for (int k = 0; k < a.length; k++) {
            double[] gain = new double[d];
            double expected = 0;
            double variance = deviation * deviation;
            for (int i = 0; i < d; i++) {
                expected += a[k][i] * mean[i];
                for (int j = 0; j < d; j++) {
                    gain[i] += c[i][j] * a[k][j];
                }
            }
            for (int i = 0; i < d; i++) {
                variance += a[k][i] * gain[i];
            }
            for (int i = 0; i < d; i++) {
                mean[i] += gain[i] / variance * (y[k] - expected);
                for (int j = 0; j < d; j++) {
                    c[i][j] -= gain[i] * gain[j] / variance;
                }
            }
        }
        return new Law(mean, c);
    }

    private static void assertClose(Law actual, Law expected, double tolerance) {
        for (int i = 0; i < expected.mean.length; i++) {
            assertThat(actual.mean[i]).isCloseTo(expected.mean[i], within(tolerance));
            assertThat(actual.covariance[i]).containsExactly(expected.covariance[i], within(tolerance));
        }
    }

    private static final CorrelatedGaussian PLANE =
            new CorrelatedGaussian(new double[][] {{0.6, -0.8}, {0.8, 0.6}}, new double[] {1.5, 0.2});

    /** P9. The error falls by four when steps double, since Heun's method is of order two. */
    @Test
    void momentMatchingConvergesToThePosterior() {
        double[][] a = {{1, 0.5}, {-0.3, 2}};
        Law exact = posterior(PLANE.covariance(), a, 0.4, 1.2, -0.7);
        Law few = lawOf(momentMatching(a, 400), 1.2, -0.7);
        Law many = lawOf(momentMatching(a, 800), 1.2, -0.7);
        assertClose(many, exact, 2e-4);
        double error = Math.abs(many.covariance[0][0] - exact.covariance[0][0]);
        assertThat(Math.abs(few.covariance[0][0] - exact.covariance[0][0])).isBetween(3 * error, 5 * error);
    }

    private static Sampler momentMatching(double[][] a, int steps) {
        ObservationModel observation = new ObservationModel(new LinearMeasurement(matrix(a)), 0.4);
        return new HeunSampler(new MomentMatchingDenoiser(PLANE, observation, a.length), Shape.of(2), LEVELS, steps);
    }

    private static final double VARIANCE = 0.8;

    /** Twice what the start far off leaves, which is more than what the steps leave. */
    private static final double CLOSE = 3e-4;

    private static final GaussianDenoiser LINE = new GaussianDenoiser(0, VARIANCE);
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
            Law law = onTheLine(new DiffusionPosteriorDenoiser(LINE, new ObservationModel(ALL, s)), 1.5);
            double integral = 0;
            int cells = 2000;
            for (int i = 0; i < cells; i++) {
                double w = (i + 0.5) / cells;
                integral += Math.exp(k * w * w / 2) / cells;
            }
            assertThat(law.covariance[0][0]).isCloseTo(VARIANCE * Math.exp(-k), within(CLOSE));
            assertThat(law.mean[0]).isCloseTo(1.5 * k * Math.exp(-k / 2) * integral, within(CLOSE));
            assertThat(law.covariance[0][0]).isLessThan(VARIANCE / (1 + k) - 1e-2);
            assertThat(law.mean[0]).isGreaterThan(1.5 * k / (1 + k) + 1e-2);
        }
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
            double c = s * s - gamma * VARIANCE;
            double expected = VARIANCE
                    * Math.exp(-VARIANCE / c
                            - gamma * VARIANCE * VARIANCE / (c * c) * Math.log(gamma * VARIANCE / (s * s)));
            Law law = onTheLine(new DataAssimilationDenoiser(LINE, new ObservationModel(ALL, s), gamma), 1.5);
            assertThat(law.covariance[0][0]).isCloseTo(expected, within(CLOSE));
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

    /**
     * P10: a stationary Gaussian field on a ring, seen at five of its sixteen places, is kriged by moment matching, to 2e-2
     * relative at 1000 steps.
     */
    @Test
    void momentMatchingWithTheDenoiserOfAFieldIsKriging() {
        int n = 16;
        double[][] vectors = new double[n][n];
        double[] eigenvalues = new double[n];
        for (int k = 0; k < n; k++) {
            int frequency = (k + 1) / 2;
            eigenvalues[k] = 8 / Math.pow(1 + frequency * frequency, 1.5);
            for (int i = 0; i < n; i++) {
                double angle = 2 * Math.PI * frequency * i / n + (k % 2 == 0 ? 0 : -Math.PI / 2);
                boolean alone = frequency == 0 || frequency == n / 2;
                vectors[i][k] = Math.cos(angle) * Math.sqrt((alone ? 1.0 : 2.0) / n);
            }
        }
        // The highest frequency has a cosine only.
        for (int i = 0; i < n; i++) {
            vectors[i][n - 1] = (i % 2 == 0 ? 1 : -1) / Math.sqrt(n);
        }
        CorrelatedGaussian field = new CorrelatedGaussian(vectors, eigenvalues);
        int[] places = {0, 1, 5, 9, 14};
        double[][] a = new double[places.length][n];
        for (int k = 0; k < places.length; k++) {
            a[k][places[k]] = 1;
        }
        double[] y = {1.1, 0.8, -0.5, 0.2, 0.9};
        Law exact = posterior(field.covariance(), a, 0.2, y);
        ObservationModel observation = new ObservationModel(new LinearMeasurement(matrix(a)), 0.2);
        Law law = lawOf(
                new EulerSampler(
                        new MomentMatchingDenoiser(field, observation, places.length),
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
        ObservationModel observation = new ObservationModel(ALL, 0.5);
        return Stream.of(
                new DiffusionPosteriorDenoiser(MODEL, observation),
                new DataAssimilationDenoiser(MODEL, observation, 0.1),
                new MomentMatchingDenoiser(MODEL, observation, 3));
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
