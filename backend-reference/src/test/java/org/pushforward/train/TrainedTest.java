package org.pushforward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.data.Context;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.distribution.Standardization;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Conditioner;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.SampledModel;
import org.pushforward.model.Step;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Sgd;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.PushForward;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks a trained model whose densities are all known in closed form. */
class TrainedTest {
    private static final RandomKey KEY = RandomKey.of(12);
    private static final double LOG_VARIANCE = -0.4;
    private static final ParameterValues VALUES = NormalModel.values(0.5f, -1, LOG_VARIANCE);
    private static final HostArray POINTS = KEY.fold("points").normal(Shape.of(70, 2));
    private final Backend oracle = Backends.open("reference");
    private final Trained<NormalModel> plain = Trained.of(oracle, new NormalModel(), VALUES);

    @AfterEach
    void close() {
        plain.close();
        oracle.close();
    }

    /** Returns the logarithm of N(x; m, v) of one coordinate. */
    private static double logNormal(double x, double m, double v) {
        return -(x - m) * (x - m) / (2 * v) - Math.log(2 * Math.PI * v) / 2;
    }

    @Test
    void theDensityIsTheFormulaForAnyNumberOfRows() {
        double v = Math.exp(LOG_VARIANCE);
        for (int count : new int[] {1, 3, 64, 70}) {
            HostArray density = plain.logProb(POINTS.rows(0, count));
            assertThat(density.type()).isEqualTo(TensorType.f32(count));
            for (int i = 0; i < count; i++) {
                double expected = logNormal(POINTS.get(i, 0), 0.5, v) + logNormal(POINTS.get(i, 1), -1, v);
                assertThat(density.get(i)).isCloseTo(expected, within(1e-5));
            }
        }
    }

    /** x = m + s z of each coordinate, so N(a, v) of z is N(m + s a, s^2 v) of x. */
    @Test
    void densitiesAndSamplesAreInTheDatasOwnUnits() {
        HostArray data = HostArray.of(Shape.of(2, 2), 100f, 0f, 140f, 0.02f);
        Standardization fitted = (Standardization) Preprocessing.standardize().fit(data);
        assertThat(fitted.mean()).containsExactly(120.0, fitted.mean().get(1));
        HostArray x = HostArray.of(Shape.of(2, 2), 90f, 0.01f, 150f, 0.03f);
        double v = Math.exp(LOG_VARIANCE);
        try (Trained<NormalModel> behind = plain.behind(fitted)) {
            for (int i = 0; i < 2; i++) {
                double expected =
                        logNormal(x.get(i, 0), 120 + 20 * 0.5, 400 * v) + logNormal(x.get(i, 1), 0.01 - 0.01, 1e-4 * v);
                assertThat(behind.logProb(x).get(i)).isCloseTo(expected, within(1e-4));
            }
            assertThat(behind.sample(KEY, 5)).isEqualTo(fitted.inverse(plain.sample(KEY, 5)));
            assertThat(behind.encode(x)).isEqualTo(plain.encode(fitted.forward(x)));
            assertThat(behind.preprocessing()).isEqualTo(fitted);
        }
    }

    /** log x from N(a, v) is the log-normal distribution. */
    @Test
    void aLogTransformGivesALogNormal() {
        HostArray x = HostArray.of(Shape.of(2, 2), 0.3f, 2f, 5f, 1f);
        double v = Math.exp(LOG_VARIANCE);
        try (Trained<NormalModel> behind = plain.behind(Preprocessing.log(0).fit(x))) {
            for (int i = 0; i < 2; i++) {
                double a = Math.log(x.get(i, 0));
                double b = Math.log(x.get(i, 1));
                double expected = logNormal(a, 0.5, v) - a + logNormal(b, -1, v) - b;
                assertThat(behind.logProb(x).get(i)).isCloseTo(expected, within(1e-5));
            }
            assertThat(DoubleStream.of(behind.sample(KEY, 20).toDoubles()).allMatch(each -> each > 0))
                    .isTrue();
        }
    }

    @Test
    void fittingPreprocessesAndStoresTheMap() {
        Dataset data = Dataset.of(HostArray.of(Shape.of(2, 2), 100f, 0f, 140f, 2f));
        try (Trained<NormalModel> fitted = Trainer.on(oracle)
                .optimizer(Sgd.withRate(0.3))
                .iterations(300)
                .batch(2000)
                .preprocessing(Preprocessing.standardize())
                .fit(new NormalModel(), data, KEY)) {
            // The standardized points are at -1 and 1 along both axes, so N(0, I) fits best: N((120, 1), diag(400, 1))
            // in data units.
            double expected = logNormal(90, 120, 400) + logNormal(1, 1, 1);
            assertThat(fitted.logProb(HostArray.of(Shape.of(1, 2), 90f, 1f)).item())
                    .isCloseTo(expected, within(0.02));
            assertThat(fitted.training().orElseThrow().iterations()).isEqualTo(300);
            assertThat(fitted.values())
                    .isEqualTo(fitted.training().orElseThrow().parameters());
        }
        assertThat(plain.training()).isEmpty();
    }

    @Test
    void samplesAreTheNoiseScaledAndShifted() {
        HostArray noise = KEY.fold("init").fold(0).normalRows(Shape.of(9, 2), 0);
        HostArray samples = plain.sample(KEY, 9);
        for (int i = 0; i < 9; i++) {
            double expected = 0.5 + Math.exp(LOG_VARIANCE / 2) * noise.get(i, 0);
            assertThat(samples.get(i, 0)).isCloseTo(expected, within(1e-6));
        }
        assertThat(plain.sample(KEY, 3)).isEqualTo(samples.rows(0, 3));
    }

    /** The code of a sample is its noise. */
    @Test
    void encodingUndoesSampling() {
        HostArray noise = KEY.fold("init").fold(0).normalRows(Shape.of(9, 2), 0);
        HostArray code = plain.encode(plain.sample(KEY, 9));
        for (int i = 0; i < code.size(); i++) {
            assertThat(code.get(i)).isCloseTo(noise.get(i), within(1e-5));
        }
    }

    @Test
    void aContextMayHaveOneRowOrOnePerSample() {
        HostArray shift = HostArray.of(Shape.of(2), 10f, -20f);
        Rows one = Rows.of("shift", shift.reshape(Shape.of(1, 2)));
        Rows three = one.take(0, 0, 0);
        try (Trained<NormalModel> conditional = Trained.of(oracle, NormalModel.shifted(), VALUES)) {
            HostArray samples = conditional.sample(KEY, 3, three);
            HostArray unshifted = plain.sample(KEY, 3);
            for (int i = 0; i < 3; i++) {
                assertThat(samples.get(i, 0)).isCloseTo(unshifted.get(i, 0) + 10, within(1e-5));
                assertThat(samples.get(i, 1)).isCloseTo(unshifted.get(i, 1) - 20, within(1e-5));
            }
            assertThat(conditional.given(one).sample(KEY, 3)).isEqualTo(samples);
            assertThat(conditional.given(shift).sample(KEY, 3)).isEqualTo(samples);
            HostArray density = conditional.logProb(three.with("x", samples));
            assertThat(conditional.given(shift).logProb(samples)).isEqualTo(density);
            double v = Math.exp(LOG_VARIANCE);
            for (int i = 0; i < 3; i++) {
                double expected = logNormal(samples.get(i, 0), 10.5, v) + logNormal(samples.get(i, 1), -21, v);
                assertThat(density.get(i)).isCloseTo(expected, within(1e-5));
            }
            assertThatThrownBy(() -> conditional.sample(KEY, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no column 'shift'");
            assertThatThrownBy(() -> conditional.logProb(POINTS)).hasMessageContaining("no column 'shift'");
            assertThatThrownBy(() -> conditional.given(three)).hasMessageContaining("a context of 3 rows");
        }
        assertThatThrownBy(() -> plain.given(shift)).hasMessageContaining("one value for a context of the columns {}");
    }

    /** A posterior given y = x + s z, s^2 = 1 / 4, derived from the parameters of a prior N(m, v I). */
    private record Seen(NormalModel prior) implements SampledModel {
        @Override
        public Schema schema() {
            return prior.schema();
        }

        @Override
        public List<ParameterGroup> groups() {
            return prior.groups();
        }

        @Override
        public void learn(Step step) {
            prior.learn(step);
        }

        @Override
        public Sampler<?> sampler() {
            Schema y = Schema.of("y", TensorType.f32(2));
            return new PushForward(NormalModel.PLANE, y, (noise, rows, context) -> {
                Tensor v = prior.logVariance.exp();
                Tensor total = v.add(0.25);
                Tensor mean = context.get("y").mul(v).add(prior.mean.mul(0.25)).div(total);
                return noise.normal(rows, 2).mul(v.mul(0.25).div(total).sqrt()).add(mean);
            });
        }
    }

    @Test
    void aPosteriorHasTheParametersOfItsPrior() {
        Conditioner<NormalModel, Seen> conditioner = Seen::new;
        HostArray noise = KEY.fold("init").fold(0).normalRows(Shape.of(4, 2), 0);
        HostArray samples = plain.posterior(conditioner)
                .given(HostArray.of(Shape.of(2), 2f, 3f))
                .sample(KEY, 4);
        double v = Math.exp(LOG_VARIANCE);
        for (int i = 0; i < 4; i++) {
            double mean = (2 * v + 0.5 * 0.25) / (v + 0.25);
            double expected = mean + Math.sqrt(0.25 * v / (v + 0.25)) * noise.get(i, 0);
            assertThat(samples.get(i, 0)).isCloseTo(expected, within(1e-5));
        }
        assertThat(plain.posterior(conditioner).values()).isEqualTo(VALUES);
    }

    @Test
    void aModelMayBeSampledByAnotherSampler() {
        HostArray constant = plain.sampler(model -> new PushForward(
                        NormalModel.PLANE,
                        Schema.empty(),
                        (noise, rows, context) -> model.mean.broadcastTo(Shape.of(rows, 2))))
                .sample(KEY, 2);
        assertThat(constant.toDoubles()).containsExactly(0.5, -1, 0.5, -1);
    }

    /** A model without capabilities other than training. */
    private record Mute(NormalModel inner) implements Model {
        @Override
        public Schema schema() {
            return inner.schema();
        }

        @Override
        public List<ParameterGroup> groups() {
            return inner.groups();
        }

        @Override
        public void learn(Step step) {
            inner.learn(step);
        }
    }

    @Test
    void anUnsupportedRequestListsWhatTheModelSupports() {
        try (Trained<Mute> mute = Trained.of(oracle, new Mute(new NormalModel()), VALUES);
                Trained<Seen> seen = Trained.of(oracle, new Seen(new NormalModel()), VALUES)) {
            assertThatThrownBy(() -> mute.logProb(POINTS))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("Mute has no density, so logProb() cannot be computed; it gives []");
            assertThatThrownBy(() -> mute.sample(KEY, 1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("draws no samples");
            assertThatThrownBy(() -> seen.encode(POINTS))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("Seen encodes nothing, so encode() cannot be computed; it gives [sample]");
        }
    }

    @Test
    void valuesMustFitTheModel() {
        ParameterValues lacking = new ParameterValues(java.util.Map.of("mean", HostArray.of(Shape.of(2), 0f, 0f)));
        assertThatThrownBy(() -> Trained.of(oracle, new NormalModel(), lacking))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no parameter log_variance");
        ParameterValues wide =
                VALUES.and(new ParameterValues(java.util.Map.of("mean", HostArray.of(Shape.of(3), 0f, 0f, 0f))));
        assertThatThrownBy(() -> Trained.of(oracle, new NormalModel(), wide))
                .hasMessageContaining("parameter mean: expected f32[2], not f32[3]");
    }

    @Test
    void rowsOfAnotherShapeAreRefused() {
        HostArray narrow = KEY.normal(Shape.of(4, 1));
        assertThatThrownBy(() -> plain.logProb(narrow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x' of type f32[1]")
                .hasMessageContaining("expected 'x' of type f32[2]");
        assertThatThrownBy(() -> plain.encode(narrow)).hasMessageContaining("f32[1]");
        assertThatThrownBy(() -> plain.sample(KEY, 0)).hasMessageContaining("count = 0");
    }

    @Test
    void samplingCanBeCancelled() {
        // A sampler without steps finishes before it checks for cancellation; SamplingLoopTest covers samplers with
        // steps.
        Cancellation cancellation = new Cancellation();
        cancellation.request();
        assertThatThrownBy(
                        () -> plain.sampler(model -> new OneStep(model.mean)).sample(KEY, 2, Rows.none(), cancellation))
                .isInstanceOf(CancellationException.class);
    }

    private record OneStep(Tensor mean) implements Sampler<Tensor> {
        @Override
        public Shape event() {
            return NormalModel.PLANE;
        }

        @Override
        public int steps() {
            return 1;
        }

        @Override
        public Tensor init(org.pushforward.random.Noise noise, int rows, Context context) {
            return mean.broadcastTo(Shape.of(rows, 2));
        }

        @Override
        public Tensor result(Tensor state, Context context) {
            return state;
        }
    }

    @Test
    void threadsMayUseOneModel() throws Exception {
        HostArray density = plain.logProb(POINTS);
        HostArray samples = plain.sample(KEY, 64);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Trained<NormalModel> fresh = Trained.of(oracle, new NormalModel(), VALUES)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int count = 1 + 9 * i;
                calls.add(threads.submit(() -> {
                    HostArray some = fresh.logProb(POINTS.rows(0, count));
                    for (int k = 0; k < count; k++) {
                        assertThat(some.get(k)).isCloseTo(density.get(k), within(1e-5));
                    }
                    assertThat(fresh.sample(KEY, count)).isEqualTo(samples.rows(0, count));
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aClosedModelIsRefused() {
        Trained<NormalModel> used = Trained.of(oracle, new NormalModel(), VALUES);
        Trained<Seen> derived = used.posterior(Seen::new);
        used.logProb(POINTS);
        derived.given(HostArray.of(Shape.of(2), 0f, 0f)).sample(KEY, 1);
        used.close();
        used.close();
        assertClosed(() -> used.logProb(POINTS));
        // Not compiled while the model was open.
        assertClosed(() -> used.sample(KEY, 1));
        assertClosed(() -> used.posterior(Seen::new));
        assertClosed(() -> derived.given(HostArray.of(Shape.of(2), 0f, 0f)).sample(KEY, 1));
        // The backend belongs to the caller.
        assertThat(plain.logProb(POINTS).shape()).isEqualTo(Shape.of(70));
    }

    private static void assertClosed(org.assertj.core.api.ThrowableAssert.ThrowingCallable use) {
        assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessageContaining("after close()");
    }
}
