package org.pushforward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.data.Batch;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.data.TracedRows;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.model.Step;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.Sgd;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.TrainingResult.Ending;

/** Checks how training starts, continues and ends. */
class TrainerTest {
    private static final RandomKey KEY = RandomKey.of(1);
    private final Backend oracle = Backends.open("reference");
    private final NormalModel normal = new NormalModel();
    private final Dataset data = Dataset.of(KEY.fold("data").normal(Shape.of(32, 2)));

    @AfterEach
    void close() {
        oracle.close();
    }

    private Trainer trainer() {
        return Trainer.on(oracle).optimizer(Sgd.withRate(0.05)).iterations(10).batch(8);
    }

    @Test
    void trainingReportsEveryIteration() {
        List<Map<String, Double>> heard = new ArrayList<>();
        TrainingResult result = trainer()
                .listener((iteration, iterations, losses) -> {
                    heard.add(losses);
                    assertThat(iteration).isEqualTo(heard.size());
                    assertThat(iterations).isEqualTo(10);
                })
                .train(normal, data, KEY);
        assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
        assertThat(result.iterations()).isEqualTo(10);
        assertThat(result.losses()).containsOnlyKeys(NormalModel.GROUP);
        assertThat(result.losses().get(NormalModel.GROUP)).hasSize(10);
        assertThat(heard).hasSize(10);
        assertThat(heard.get(9))
                .containsEntry(NormalModel.GROUP, result.losses().get(NormalModel.GROUP)[9]);
        assertThat(result.parameters().byPath()).containsOnlyKeys("mean", "log_variance");
    }

    /** Rows that are twice what is drawn, on the host or in the graph. Both are exact in float32. */
    private record Doubled(boolean inGraph) implements DataSource {
        @Override
        public Schema schema() {
            return Schema.of(NormalModel.PLANE);
        }

        @Override
        public Rows draw(RandomKey key, int count) {
            HostArray half = key.normal(Shape.of(count, 2));
            float[] values = half.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 2;
            }
            return Rows.of(HostArray.wrap(half.shape(), values));
        }

        @Override
        public Optional<TracedRows> traced() {
            return inGraph ? Optional.of(new TracedRows(new Halves(), Halves::doubled)) : Optional.empty();
        }
    }

    private record Halves() implements DataSource {
        @Override
        public Schema schema() {
            return Schema.of("half", TensorType.f32(2));
        }

        @Override
        public Rows draw(RandomKey key, int count) {
            return Rows.of("half", key.normal(Shape.of(count, 2)));
        }

        static Batch doubled(Batch halves) {
            return new Batch(Map.of(Schema.X, halves.get("half").mul(2)));
        }
    }

    @Test
    void rowsThatTheGraphComputesTrainLikeThoseOfTheHost() {
        Validation validation = Validation.on(new Doubled(true).draw(KEY, 16), 5);
        TrainingResult host = trainer().validation(validation).train(normal, new Doubled(false), KEY);
        TrainingResult graph = trainer().validation(validation).train(normal, new Doubled(true), KEY);
        assertThat(graph.losses().get(NormalModel.GROUP))
                .containsExactly(host.losses().get(NormalModel.GROUP));
        assertThat(graph.validation().get(NormalModel.GROUP))
                .containsExactly(host.validation().get(NormalModel.GROUP));
        assertThat(graph.parameters()).isEqualTo(host.parameters());
        TrainingGraph step =
                TrainingGraph.of(normal, Map.of(NormalModel.GROUP, Sgd.withRate(0.05)), new Doubled(true), 8);
        assertThat(step.draws(KEY, 0)).containsOnlyKeys("batch.0.half");
    }

    /** One row, so the gradient of -log N(x; m, v I) is (m - x) / v in the mean and 1 - |x - m|^2 / 2v in log v. */
    @Test
    void gradientDescentFollowsItsFormula() {
        Dataset one = Dataset.of(HostArray.of(Shape.of(1, 2), 3f, -1f));
        TrainingResult result = trainer().iterations(3).train(normal, one, KEY);
        double[] mean = {0, 0};
        double logVariance = 0;
        for (int i = 0; i < 3; i++) {
            double a = 3 - mean[0];
            double b = -1 - mean[1];
            double precision = Math.exp(-logVariance);
            double loss = (a * a + b * b) * precision / 2 + logVariance + Math.log(2 * Math.PI);
            assertThat(result.losses().get(NormalModel.GROUP)[i]).isCloseTo(loss, within(1e-5));
            mean[0] += 0.05 * a * precision;
            mean[1] += 0.05 * b * precision;
            logVariance -= 0.05 * (1 - (a * a + b * b) * precision / 2);
        }
        assertThat(result.parameters().get("mean").toDoubles()).containsExactly(mean, within(1e-6));
        assertThat(result.parameters().get("log_variance").item()).isCloseTo(logVariance, within(1e-6));
    }

    @Test
    void equalTrainingsGiveEqualBits() {
        Trainer trainer = trainer().optimizer(Adam.withRate(0.01));
        TrainingResult first = trainer.train(normal, data, KEY);
        TrainingResult again = trainer.train(new NormalModel(), data, KEY);
        assertThat(again.parameters()).isEqualTo(first.parameters());
        assertThat(again.losses().get(NormalModel.GROUP))
                .containsExactly(first.losses().get(NormalModel.GROUP));
        assertThat(trainer.train(normal, data, RandomKey.of(2)).parameters()).isNotEqualTo(first.parameters());
    }

    @Test
    void cancellationKeepsWhatWasLearned() {
        Cancellation cancellation = new Cancellation();
        TrainingResult whole = trainer().iterations(3).train(normal, data, KEY);
        TrainingResult result = trainer()
                .cancellation(cancellation)
                .listener((iteration, iterations, losses) -> {
                    if (iteration == 3) {
                        cancellation.request();
                    }
                })
                .train(normal, data, KEY);
        assertThat(result.ending()).isEqualTo(Ending.CANCELLED);
        assertThat(result.iterations()).isEqualTo(3);
        assertThat(result.losses().get(NormalModel.GROUP)).hasSize(3);
        assertThat(result.lastParameters()).isEqualTo(whole.lastParameters());
    }

    @Test
    void anInterruptStopsTrainingToo() {
        TrainingResult result = trainer()
                .listener((iteration, iterations, losses) -> {
                    if (iteration == 4) {
                        Thread.currentThread().interrupt();
                    }
                })
                .train(normal, data, KEY);
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(result.ending()).isEqualTo(Ending.CANCELLED);
        assertThat(result.iterations()).isEqualTo(4);
    }

    /** A model with so many nodes that tracing it takes long: a stop is noticed at its next node. */
    @Test
    void aStopEndsTracing() {
        Cancellation cancellation = new Cancellation();
        List<Tensor> made = new ArrayList<>();
        Objective<NormalModel> deep = (model, step) -> {
            Tensor x = step.batch().x();
            for (int i = 1; i < 100_000; i++) {
                x = x.add(1);
                made.add(x);
                if (i == 1000) {
                    cancellation.request();
                }
            }
        };
        assertThatThrownBy(() -> trainer().cancellation(cancellation).train(normal, deep, data, KEY))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("a stop was requested");
        assertThat(made).hasSize(1000);
        assertThat(trainer().train(normal, data, KEY).ending()).isEqualTo(Ending.COMPLETED);
    }

    @Test
    void anInterruptEndsTracingTooAndStaysSet() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> trainer().train(normal, data, KEY)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aDeadlineStopsTraining() {
        TrainingResult result = trainer().deadline(Duration.ofNanos(1)).train(normal, data, KEY);
        assertThat(result.ending()).isEqualTo(Ending.DEADLINE);
        assertThat(result.iterations()).isZero();
        assertThat(result.losses().get(NormalModel.GROUP)).isEmpty();
        assertThat(result.parameters()).isEqualTo(result.lastParameters());
    }

    @Test
    void theAverageIsTheResult() {
        Dataset one = Dataset.of(HostArray.of(Shape.of(1, 2), 3f, -1f));
        List<double[]> means = new ArrayList<>();
        Trainer trainer =
                trainer().iterations(4).average(new ExponentialAverage(0.5)).snapshots(1);
        TrainingResult result = trainer.listener(new TrainingListener() {
                    @Override
                    public void iterated(long iteration, long iterations, Map<String, Double> losses) {}

                    @Override
                    public void reached(Trained<?> model) {
                        means.add(model.state()
                                .orElseThrow()
                                .states()
                                .get(NormalModel.GROUP)
                                .toDoubles());
                    }
                })
                .train(normal, one, KEY);
        double average = 0;
        for (int t = 1; t <= 4; t++) {
            double weight = 1 - Math.min(0.5, (1.0 + t) / (10 + t));
            average += weight * (means.get(t - 1)[0] - average);
        }
        assertThat(result.parameters().get("mean").get(0)).isCloseTo(average, within(1e-6));
        assertThat(result.lastParameters().get("mean").get(0)).isEqualTo((float) means.get(3)[0]);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> trainer().batch(0)).hasMessageContaining("batch = 0");
        assertThatThrownBy(() -> trainer().iterations(0)).hasMessageContaining("iterations = 0");
        assertThatThrownBy(() -> trainer().snapshots(0)).hasMessageContaining("snapshots = 0");
        assertThatThrownBy(() -> trainer().optimizer("critic", Sgd.withRate(1)).train(normal, data, KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'critic'")
                .hasMessageContaining("[normal]");
        assertThatThrownBy(() -> Validation.on(Rows.none(), 1)).hasMessageContaining("validation on 0 rows");
    }

    @Test
    void aModelNeedsItsColumns() {
        assertThatThrownBy(() -> trainer().train(NormalModel.shifted(), data, KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the data has no column 'shift' in {x: f32[2]}")
                .hasMessageContaining("expected 'shift' of type f32[2]");
        Dataset wide = Dataset.of(KEY.normal(Shape.of(5, 3)));
        assertThatThrownBy(() -> trainer().train(normal, wide, KEY))
                .hasMessageContaining("'x' of type f32[3]")
                .hasMessageContaining("expected 'x' of type f32[2]");
    }

    @Test
    void columnsThatAnObjectiveNeedsMustExist() {
        assertRefused((model, step) -> step.batch().get("z"), "no column 'z'; there are [x]");
        assertRefused((model, step) -> {}, "the objective minimizes nothing");
        assertRefused(
                (model, step) -> step.minimize(model.group(), step.batch().x()), "f32[8, 2]", "expected a scalar");
        assertRefused(
                (model, step) -> step.minimize(new NormalModel().group(), loss(model, step)), "no group 'normal'");
        assertRefused((model, step) -> step.report("r", step.batch().x()), "report 'r' of type f32[8, 2]");
        assertRefused(
                (model, step) -> {
                    step.report("r", loss(model, step));
                    step.report("r", loss(model, step));
                },
                "two reports named 'r'");
        HostArray zero = HostArray.of(Shape.of(1), 0f);
        assertRefused(
                (model, step) -> {
                    step.state("s", zero);
                    step.state("s", zero);
                },
                "two states named 's'");
        assertRefused(
                (model, step) ->
                        step.replace(step.state("s", zero), step.batch().x()),
                "'state.s'",
                "f32[8, 2]");
        assertRefused((model, step) -> step.replace(model.mean, model.mean), "parameters change by minimize()");
    }

    private static Tensor loss(NormalModel model, Step step) {
        Tensor x = step.batch().x();
        return model.distribution()
                .given(org.pushforward.data.Context.none())
                .logProb(x)
                .mean()
                .neg();
    }

    private void assertRefused(Objective<NormalModel> objective, String... parts) {
        assertThatThrownBy(() -> trainer().train(normal, objective, data, KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    /**
     * P24: training resumed from a state gives bit-identical results, on a backend that keeps float32 states in
     * float32.
     */
    @Test
    void resumedTrainingEqualsUninterruptedTraining() {
        try (Backend rounding = Backends.open("rounding")) {
            goesOn(rounding);
        }
    }

    private void goesOn(Backend backend) {
        List<TrainingState> states = new ArrayList<>();
        Trainer trainer = Trainer.on(backend)
                .batch(8)
                .optimizer(Adam.withRate(0.01))
                .average(new ExponentialAverage(0.9))
                .iterations(20)
                .snapshots(6);
        TrainingResult whole = trainer.listener(new TrainingListener() {
                    @Override
                    public void iterated(long iteration, long iterations, Map<String, Double> losses) {}

                    @Override
                    public void reached(Trained<?> model) {
                        states.add(model.state().orElseThrow());
                    }
                })
                .train(normal, data, KEY);
        assertThat(states).extracting(TrainingState::iteration).containsExactly(6L, 12L, 18L, 20L);
        for (TrainingState state : states) {
            TrainingResult resumed = trainer.resume(state).train(normal, data, KEY);
            assertThat(resumed.parameters()).isEqualTo(whole.parameters());
            assertThat(resumed.lastParameters()).isEqualTo(whole.lastParameters());
            assertThat(resumed.state()).isEqualTo(whole.state());
            assertThat(resumed.iterations()).isEqualTo(20);
            assertThat(resumed.losses().get(NormalModel.GROUP)).hasSize(20);
        }
        // Nothing is left to do.
        TrainingResult done = trainer.resume(whole.state()).train(normal, data, KEY);
        assertThat(done.parameters()).isEqualTo(whole.parameters());
    }
}
