package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.sampler.Chain;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;

/** Posterior samplers where the posterior, or what they give in its place, has a formula (P9, P10), and by sample (P23). */
class PosteriorSamplerTest {
    private static final RandomKey KEY = RandomKey.of(23);

    /** From so far off that the start N(0, highest^2) misses the mean by a share of 1e-4 only. */
    private static TimeGrid levels(int steps) {
        return TimeGrid.karras(1e-4, 1e4, 7, steps);
    }

    /** Returns the distribution of deterministic samples given y. */
    private static Chain.Gaussian given(Sampler<Tensor> sampler, double... y) {
        return Chain.of(sampler).given(PosteriorDenoiser.OBSERVED, y).distribution();
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
    private static Chain.Gaussian posterior(double[][] covariance, double[][] a, double deviation, double... y) {
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
        return new Chain.Gaussian(mean, c);
    }

    private static void assertClose(Chain.Gaussian actual, Chain.Gaussian expected, double tolerance) {
        for (int i = 0; i < expected.mean().length; i++) {
            assertThat(actual.mean()[i]).isCloseTo(expected.mean()[i], within(tolerance));
            assertThat(actual.covariance()[i]).containsExactly(expected.covariance()[i], within(tolerance));
        }
    }

    private static final CorrelatedGaussian PLANE =
            new CorrelatedGaussian(new double[][] {{0.6, -0.8}, {0.8, 0.6}}, new double[] {1.5, 0.2});

    /** P9. The error falls by four when steps double, since Heun's method is of order two. */
    @Test
    void momentMatchingConvergesToThePosterior() {
        double[][] a = {{1, 0.5}, {-0.3, 2}};
        Chain.Gaussian exact = posterior(PLANE.covariance(), a, 0.4, 1.2, -0.7);
        Chain.Gaussian few = given(momentMatching(a, 400), 1.2, -0.7);
        Chain.Gaussian many = given(momentMatching(a, 800), 1.2, -0.7);
        assertClose(many, exact, 2e-4);
        double error = Math.abs(many.covariance()[0][0] - exact.covariance()[0][0]);
        assertThat(Math.abs(few.covariance()[0][0] - exact.covariance()[0][0])).isBetween(3 * error, 5 * error);
    }

    private static Sampler<Tensor> momentMatching(double[][] a, int steps) {
        ObservationModel observation = new ObservationModel(new LinearMeasurement(matrix(a)), 0.4);
        return new Heun(levels(steps))
                .of(new MomentMatchingDenoiser(PLANE, observation, a.length), Shape.of(2), new Moments(0, 0));
    }

    private static final double VARIANCE = 0.8;

    /** Twice what the start far off leaves, which is more than what the steps leave. */
    private static final double CLOSE = 3e-4;

    private static final GaussianDenoiser LINE = new GaussianDenoiser(0, VARIANCE);
    private static final Coordinates ALL = new Coordinates(0, 1);

    private static Chain.Gaussian onTheLine(PosteriorDenoiser denoiser, double y) {
        return given(new Heun(levels(1600)).of(denoiser, Shape.of(1), new Moments(0, 0)), y);
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
            Chain.Gaussian samples = onTheLine(new DiffusionPosteriorDenoiser(LINE, new ObservationModel(ALL, s)), 1.5);
            double integral = 0;
            int cells = 2000;
            for (int i = 0; i < cells; i++) {
                double w = (i + 0.5) / cells;
                integral += Math.exp(k * w * w / 2) / cells;
            }
            assertThat(samples.covariance()[0][0]).isCloseTo(VARIANCE * Math.exp(-k), within(CLOSE));
            assertThat(samples.mean()[0]).isCloseTo(1.5 * k * Math.exp(-k / 2) * integral, within(CLOSE));
            assertThat(samples.covariance()[0][0]).isLessThan(VARIANCE / (1 + k) - 1e-2);
            assertThat(samples.mean()[0]).isGreaterThan(1.5 * k / (1 + k) + 1e-2);
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
            Chain.Gaussian samples =
                    onTheLine(new DataAssimilationDenoiser(LINE, new ObservationModel(ALL, s), gamma), 1.5);
            assertThat(samples.covariance()[0][0]).isCloseTo(expected, within(CLOSE));
            double mean = 1.5 * VARIANCE / (VARIANCE + s * s);
            if (gamma < 0.5) {
                assertThat(samples.covariance()[0][0]).isLessThan(exact - 1e-2);
                assertThat(samples.mean()[0]).isGreaterThan(mean + 1e-2);
            } else {
                assertThat(samples.covariance()[0][0]).isGreaterThan(exact + 1e-2);
                assertThat(samples.mean()[0]).isLessThan(mean - 1e-2);
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
        Chain.Gaussian exact = posterior(field.covariance(), a, 0.2, y);
        ObservationModel observation = new ObservationModel(new LinearMeasurement(matrix(a)), 0.2);
        Chain.Gaussian samples = given(
                new Euler(TimeGrid.karras(1e-3, 1000, 7, 1000))
                        .of(
                                new MomentMatchingDenoiser(field, observation, places.length),
                                Shape.of(n),
                                new Moments(0, 0)),
                y);
        for (int i = 0; i < n; i++) {
            assertThat(samples.mean()[i]).isCloseTo(exact.mean()[i], within(0.02 * 1.1));
            assertThat(samples.covariance()[i][i] / exact.covariance()[i][i]).isCloseTo(1, within(0.02));
        }
    }

    private static final DiffusionModel MODEL = Diffusion.of(new DenoiserArchitecture.Perceptron(List.of(16, 16)))
            .build(new DataType(Schema.of(Shape.of(2)), 0, 0.5));

    private static final Denoiser LEARNED = MODEL.denoiser().given(Context.none());

    static Stream<PosteriorDenoiser> denoisers() {
        ObservationModel observation = new ObservationModel(ALL, 0.5);
        return Stream.of(
                new DiffusionPosteriorDenoiser(LEARNED, observation),
                new DataAssimilationDenoiser(LEARNED, observation, 0.1),
                new MomentMatchingDenoiser(LEARNED, observation, 3));
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
