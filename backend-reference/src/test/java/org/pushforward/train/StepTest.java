package org.pushforward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Model;
import org.pushforward.model.Objective;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.Step;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.Scope;
import org.pushforward.optim.Adam;
import org.pushforward.optim.LearningRate;
import org.pushforward.optim.Optimizer;
import org.pushforward.optim.Sgd;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks what a step can contain, each against the recursion that it describes. */
class StepTest {
    private static final RandomKey KEY = RandomKey.of(2);
    private final Backend oracle = Backends.open("reference");

    /** One row, so that every batch is known: x = 3 and label = 2. */
    private final Dataset data =
            new Dataset(Rows.of(HostArray.of(Shape.of(1, 1), 3f)).with("label", HostArray.of(Shape.of(1), 2L)));

    @AfterEach
    void close() {
        oracle.close();
    }

    /** Two numbers, each changed by its own optimizer, and one that no optimizer changes. */
    private static final class Numbers implements Model {
        private final Scope scope = Scope.root();
        private final Scope first = scope.child("first");
        private final Scope second = scope.child("second");
        final Tensor a = first.parameter("a", Shape.scalar(), Initializer.constant(1));
        final Tensor b = second.parameter("b", Shape.scalar(), Initializer.constant(1));
        final Tensor kept = scope.buffer("kept", Shape.scalar(), Initializer.constant(10));
        final ParameterGroup one = ParameterGroup.of("one", first);
        final ParameterGroup two = ParameterGroup.of("two", second);

        @Override
        public Schema schema() {
            return Schema.of(Shape.of(1)).with("label", new TensorType(DType.I64, Shape.scalar()));
        }

        @Override
        public List<ParameterGroup> groups() {
            return List.of(one, two);
        }

        @Override
        public List<Parameter> buffers() {
            return scope.buffers();
        }

        @Override
        public void learn(Step step) {
            throw new AssertionError("each test has its own objective");
        }
    }

    private final Numbers model = new Numbers();

    private TrainingResult train(int iterations, Objective<Numbers> objective) {
        return Trainer.on(oracle)
                .optimizer("one", Sgd.withRate(0.1))
                .optimizer("two", Sgd.withRate(0.5))
                .iterations(iterations)
                .batch(4)
                .train(model, objective, data, KEY);
    }

    private static double value(TrainingResult result, String path) {
        return result.parameters().get(path).item();
    }

    private static Tensor halfSquare(Tensor x) {
        return x.square().mul(0.5);
    }

    /** Engines split batched inputs: columns, and noise for each row, but no other inputs of the same length. */
    @Test
    void aTrainingGraphSaysWhatItsBatchIs() {
        Objective<Numbers> objective = (numbers, step) -> {
            Tensor noise = step.normal(step.rows(), 1).add(step.normal(1));
            Tensor vector = step.state("vector", HostArray.zeros(TensorType.f32(step.rows())));
            step.minimize(
                    numbers.one,
                    step.batch().x().mul(numbers.a).add(noise).mean().add(vector.sum()));
        };
        Map<String, Optimizer> optimizers = Map.of("one", Sgd.withRate(0.1), "two", Sgd.withRate(0.1));
        Graph graph = TrainingGraph.of(model, objective, optimizers, Optional.empty(), data, 4)
                .graph();
        assertThat(graph.batched())
                .extracting(leaf -> ((Source.Input) leaf.primitive()).name())
                .containsExactly("normal.0", "batch.2.x", "batch.2.label");
    }

    @Test
    void eachGroupHasItsOptimizer() {
        TrainingResult result = train(3, (numbers, step) -> {
            step.minimize(numbers.one, halfSquare(numbers.a));
            step.minimize(numbers.two, halfSquare(numbers.b));
        });
        assertThat(value(result, "first.a")).isCloseTo(Math.pow(0.9, 3), within(1e-6));
        assertThat(value(result, "second.b")).isCloseTo(Math.pow(0.5, 3), within(1e-6));
        assertThat(result.losses()).containsOnlyKeys("one", "two");
        assertThat(result.losses().get("two")[1]).isCloseTo(0.125, within(1e-6));
    }

    /** Five updates of one group for one of the other; each uses the results of the earlier ones. */
    @Test
    void laterUpdatesSeeEarlierOnes() {
        TrainingResult result = train(2, (numbers, step) -> {
            for (int i = 0; i < 5; i++) {
                step.minimize(numbers.one, halfSquare(numbers.a));
            }
            step.minimize(numbers.two, numbers.b.mul(numbers.a));
        });
        double fifth = Math.pow(0.9, 5);
        assertThat(value(result, "first.a")).isCloseTo(fifth * fifth, within(1e-6));
        assertThat(value(result, "second.b")).isCloseTo(1 - 0.5 * (fifth + fifth * fifth), within(1e-6));
        assertThat(result.losses()).containsOnlyKeys("one.0", "one.1", "one.2", "one.3", "one.4", "two");
        assertThat(result.losses().get("one.1")[0]).isCloseTo(0.81 / 2, within(1e-6));
    }

    /** Moments of Adam count updates, while a schedule counts iterations. */
    @Test
    void adamCountsUpdatesAndSchedulesCountIterations() {
        LearningRate rate = iteration -> 0.1 * iteration;
        Optimizer adam = Adam.withRate(rate);
        TrainingResult result = Trainer.on(oracle)
                .optimizer(adam)
                .iterations(2)
                .batch(1)
                .train(
                        model,
                        (Numbers numbers, Step step) -> {
                            for (int i = 0; i < 3; i++) {
                                step.minimize(numbers.one, halfSquare(numbers.a));
                            }
                        },
                        data,
                        KEY);
        double a = 1;
        double m = 0;
        double v = 0;
        for (int update = 1; update <= 6; update++) {
            m = 0.9 * m + 0.1 * a;
            v = 0.999 * v + 0.001 * a * a;
            double step = m / (1 - Math.pow(0.9, update)) / (Math.sqrt(v / (1 - Math.pow(0.999, update))) + 1e-8);
            a -= 0.1 * ((update + 2) / 3) * step;
        }
        assertThat(value(result, "first.a")).isCloseTo(a, within(1e-5));
        // Nothing changed the other group.
        assertThat(value(result, "second.b")).isEqualTo(1);
    }

    /** A moving average of the data, m := 0.9 m + 0.1 x; the loss pulls the parameter toward it. */
    @Test
    void aStateChangesWithoutGradient() {
        TrainingResult result = train(4, (numbers, step) -> {
            Tensor m = step.state("mean", HostArray.scalar(DType.F32, 0));
            step.replace(m, m.mul(0.9).add(step.batch().x().mean().mul(0.1)));
            step.minimize(numbers.one, halfSquare(numbers.a.sub(m)));
            step.report("m", m);
        });
        double m = 0;
        double a = 1;
        for (int i = 0; i < 4; i++) {
            m = 0.9 * m + 0.1 * 3;
            a -= 0.1 * (a - m);
            assertThat(result.losses().get("m")[i]).isCloseTo(m, within(1e-6));
        }
        assertThat(value(result, "first.a")).isCloseTo(a, within(1e-6));
        assertThat(result.state().states().get("state.mean").item()).isCloseTo(m, within(1e-6));
    }

    /** No gradient flows into the replacement of a state: with s = a, the derivative of a s is s, not 2 a. */
    @Test
    void noGradientFlowsThroughAState() {
        TrainingResult result = train(1, (numbers, step) -> {
            Tensor s = step.state("s", HostArray.scalar(DType.F32, 0));
            step.replace(s, numbers.a);
            step.minimize(numbers.one, numbers.a.mul(s));
        });
        assertThat(value(result, "first.a")).isCloseTo(1 - 0.1, within(1e-7));
    }

    @Test
    void aBufferIsReplacedAndBelongsToTheModel() {
        TrainingResult result = train(3, (numbers, step) -> {
            step.replace(numbers.kept, numbers.kept.mul(0.5).add(numbers.a));
            step.minimize(numbers.one, halfSquare(numbers.a.sub(numbers.kept)));
        });
        double kept = 10;
        double a = 1;
        for (int i = 0; i < 3; i++) {
            kept = 0.5 * kept + a;
            a -= 0.1 * (a - kept);
        }
        assertThat(value(result, "kept")).isCloseTo(kept, within(1e-5));
        assertThat(value(result, "first.a")).isCloseTo(a, within(1e-5));
        assertThat(result.lastParameters().byPath()).containsOnlyKeys("first.a", "second.b", "kept");
    }

    /** A report shows the value at the point where it was made, before or after an update. */
    @Test
    void reportsShowTheValueWhereTheyAreMade() {
        TrainingResult result = train(2, (numbers, step) -> {
            step.report("before", numbers.a);
            step.minimize(numbers.one, halfSquare(numbers.a));
            step.report("after", numbers.a);
        });
        assertThat(result.losses().get("before")).containsExactly(new double[] {1, 0.9}, within(1e-6));
        assertThat(result.losses().get("after")).containsExactly(new double[] {0.9, 0.81}, within(1e-6));
    }

    /** Columns of one batch belong together, whatever their types. */
    @Test
    void columnsHaveNamesAndTypes() {
        TrainingResult result = train(1, (numbers, step) -> {
            Tensor label = step.batch().get("label");
            assertThat(label.type()).isEqualTo(new TensorType(DType.I64, Shape.of(4)));
            step.report(
                    "product",
                    step.batch().x().reshape(4).mul(label.cast(DType.F32)).mean());
            step.minimize(numbers.one, halfSquare(numbers.a));
        });
        assertThat(result.losses().get("product")[0]).isEqualTo(6);
    }

    /** A step may draw several batches with different rows, and several noises. */
    @Test
    void everyBatchAndNoiseIsFresh() {
        Dataset many = new Dataset(
                Rows.of(KEY.normal(Shape.of(1000, 1))).with("label", HostArray.of(Shape.of(1000), new long[1000])));
        TrainingResult result = Trainer.on(oracle)
                .iterations(2)
                .batch(4)
                .train(
                        model,
                        (Numbers numbers, Step step) -> {
                            step.report("x.0", step.batch().x().sum());
                            step.report("x.1", step.batch().x().sum());
                            step.report("z.0", step.normal(4).sum());
                            step.report("z.1", step.normal(4).sum());
                            step.report("u", step.uniform(4).sum());
                            step.minimize(numbers.one, halfSquare(numbers.a));
                        },
                        many,
                        KEY);
        double[] all = new double[10];
        int i = 0;
        for (String name : List.of("x.0", "x.1", "z.0", "z.1", "u")) {
            for (double value : result.losses().get(name)) {
                all[i++] = value;
            }
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(DoubleStream.of(result.losses().get("u")).allMatch(u -> u >= 0 && u <= 4))
                .isTrue();
    }

    /** An objective with a beginning. */
    private interface Begun extends Objective<Numbers> {
        @Override
        void begin(Numbers model, Step step);

        @Override
        default void describe(Numbers numbers, Step step) {
            // No optimizer changes anything, so the initial values remain visible at the end.
            step.minimize(numbers.one, numbers.a.mul(0));
        }
    }

    /** The second replacement sees the first one: a = mean x = 3, then b = mean (x - a) + a + kept = 13, kept = mean label. */
    @Test
    void theFirstStepDependsOnTheData() {
        Begun objective = (numbers, step) -> {
            Tensor x = step.batch().x();
            step.replace(numbers.a, x.mean());
            step.replace(numbers.b, x.sub(numbers.a).mean().add(numbers.a).add(numbers.kept));
            step.replace(numbers.kept, step.batch().get("label").cast(DType.F32).mean());
        };
        TrainingResult result = train(2, objective);
        assertThat(value(result, "first.a")).isEqualTo(3);
        assertThat(value(result, "second.b")).isEqualTo(13);
        assertThat(value(result, "kept")).isEqualTo(2);
    }

    @Test
    void theFirstStepReplacesAndNothingElse() {
        assertRefused((numbers, step) -> step.minimize(numbers.one, numbers.a), "minimize() in begin()");
        assertRefused((numbers, step) -> step.report("r", numbers.a), "report() in begin()");
        assertRefused((numbers, step) -> step.state("s", HostArray.scalar(DType.F32, 0)), "state() in begin()");
        assertRefused((numbers, step) -> step.replace(numbers.a, step.batch().x()), "'first.a'", "f32[4, 1]");
        assertRefused(
                (numbers, step) -> step.replace(step.batch().x(), step.batch().x()), "parameter or buffer");
    }

    private void assertRefused(Begun objective, String... parts) {
        assertThatThrownBy(() -> train(1, objective)).hasMessageContainingAll(parts);
    }

    @Test
    void aFirstStepThatIsNotFiniteNamesWhatItWouldReplace() {
        Begun objective = (numbers, step) ->
                step.replace(numbers.b, step.batch().x().mean().neg().log());
        assertThatThrownBy(() -> train(1, objective))
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.result()).isEmpty())
                .hasMessageContaining("second.b")
                .hasMessageContaining("not finite");
    }
}
