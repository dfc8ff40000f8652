package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.graph.DataParallelism.Division;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Passes;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Updates by the virtual machine, in the memory of the states where that is safe, are those of the formula. */
class AdamTest {
    private static final int STEPS = 6;
    private static final double DECAY = 0.3;
    private static final Adam ADAM = new Adam(iteration -> 0.1 / (1 + iteration), 0.8, 0.95, 1e-6, 0);
    /** One that stays with one thread, and one that is divided and no multiple of anything. */
    private static final int SHORT = 37;

    private static final int LONG = 10_007;

    /** The three vectors of a group, before and after the updates so far. */
    private static final class Group {
        final Adam adam;
        final List<Tensor> states = new ArrayList<>();
        List<Tensor> now;

        Group(String name, int size, Adam adam) {
            this.adam = adam;
            for (String vector : new String[] {"", ".m", ".v"}) {
                states.add(Tensor.input(name + vector, TensorType.f32(size)));
            }
            now = states;
        }

        Tensor value() {
            return now.get(0);
        }

        void update(Tensor gradient, Tensor coefficients) {
            List<Tensor> scalars = IntStream.range(0, 5)
                    .mapToObj(i -> coefficients.slice(0, i, i + 1).reshape(Shape.scalar()))
                    .toList();
            Optimizer.Update update = adam.update(value(), gradient, now.subList(1, 3), scalars);
            now = List.of(
                    update.parameters(), update.slots().get(0), update.slots().get(1));
        }

        void addTo(Graph.Builder builder) {
            for (int i = 0; i < 3; i++) {
                builder.state(states.get(i), now.get(i));
            }
        }
    }

    private final Tensor x = Tensor.input("x", TensorType.f32(SHORT));
    private final Tensor y = Tensor.input("y", TensorType.f32(LONG));
    private final List<Tensor> coefficients = IntStream.range(0, 3)
            .mapToObj(k -> Tensor.input("coefficients." + k, TensorType.f32(5)))
            .toList();

    private Graph.Builder builder() {
        return Graph.builder().inputs(x, y).inputs(coefficients);
    }

    @ParameterizedTest
    @CsvSource({"37, 0", "37, 0.3", "10007, 0", "10007, 0.3"})
    void updatesAreThoseOfTheFormula(int size, double decay) {
        Group group = new Group("group", size, ADAM.withDecay(decay));
        Tensor loss = group.value().sub(size == SHORT ? x : y).square().sum();
        group.update(Gradients.of(loss, group.value()), coefficients.get(0));
        Graph.Builder graph = builder().output("loss", loss);
        group.addTo(graph);
        check(graph.build());
        assertThat(schedule(graph.build()).inPlace()).containsExactlyInAnyOrder("group", "group.m", "group.v");
    }

    @Test
    void theGradientMayBeTheParameters() {
        Group group = new Group("group", LONG, ADAM);
        group.update(group.value(), coefficients.get(0));
        Graph.Builder graph = builder().output("norm", group.value().square().sum());
        group.addTo(graph);
        check(graph.build());
    }

    /** Sums, of which the sequence becomes a sum, and others in between, which begin pieces of their own. */
    @Test
    void theGradientMayBeASequenceOfSumsAndOthers() {
        Group group = new Group("group", LONG, ADAM);
        Tensor matrix = y.slice(0, 0, 4000).reshape(80, 50);
        List<Tensor> gradients = List.of(
                matrix.sin().add(matrix.cos()).reshape(-1),
                y.slice(0, 4000, 4003).sin().add(y.slice(0, 0, 3).cos()),
                y.slice(0, 4003, 4004).exp(),
                y.slice(0, 4004, 9000).cos().mul(y.slice(0, 4004, 9000)),
                y.slice(0, 9000, LONG).tanh().add(y.slice(0, 9000, LONG).mul(2)));
        group.update(Tensor.concat(0, gradients), coefficients.get(0));
        Graph.Builder graph =
                builder().output("whole", Tensor.concat(0, gradients).sum());
        group.addTo(graph);
        check(graph.build());
    }

    @Test
    void severalUpdatesOfSeveralGroupsInOneRun() {
        Group critic = new Group("critic", LONG, ADAM);
        Group generator = new Group("generator", LONG, ADAM.withDecay(DECAY));
        Graph.Builder graph = builder();
        for (int k = 0; k < 2; k++) {
            Tensor sample = generator.value().mul(y);
            Tensor score = critic.value().mul(sample).sin().sum();
            critic.update(Gradients.of(score, critic.value()), coefficients.get(k));
            graph.output("score." + k, score);
        }
        Tensor loss = critic.value().mul(generator.value()).mul(y).sum();
        generator.update(Gradients.of(loss, generator.value()), coefficients.get(2));
        critic.addTo(graph);
        generator.addTo(graph);
        check(graph.output("loss", loss).build());
    }

    /** What was there before is asked for behind the update, whole and as views, as an output and as other states. */
    @ParameterizedTest
    @ValueSource(ints = {SHORT, LONG})
    void whatIsReplacedIsStillReadAfterwards(int size) {
        Group group = new Group("group", size, ADAM);
        Tensor input = size == SHORT ? x : y;
        Tensor before = group.value();
        Tensor view = before.slice(0, 3, 9).reshape(2, 3).transpose();
        Tensor average = Tensor.input("average", input.type());
        Tensor past = Tensor.input("past", input.type());
        Tensor pastView = Tensor.input("past.view", view.type());
        Tensor present = Tensor.input("present", input.type());
        group.update(before.mul(input).cos(), coefficients.get(0));
        Tensor between = group.value();
        group.update(between.mul(input).cos(), coefficients.get(1));
        Tensor after = group.value();
        Graph.Builder graph = builder()
                .output("before", before)
                .output("after", after)
                .output("view", view)
                .output("change", after.sub(before))
                .output("turn", after.sub(between).mul(between.sub(before)))
                .output(
                        "change.view",
                        after.slice(0, 3, 9).reshape(2, 3).transpose().sub(view))
                .output("moment", group.now.get(1).sub(group.states.get(1)))
                .state(average, average.add(after.sub(average).mul(0.1)))
                .state(past, before)
                .state(pastView, view)
                .state(present, after);
        group.addTo(graph);
        check(graph.build());
    }

    /** A vector of which another task reads elements that a third one replaces is not replaced in its place. */
    @Test
    void aStateThatIsReadElsewhereInTheLastStageIsNotReplacedInItsPlace() {
        Tensor a = Tensor.input("a", y.type());
        Tensor b = Tensor.input("b", TensorType.f32(LONG - 1));
        Graph graph = builder()
                .state(a, a.add(y))
                .state(b, b.add(a.slice(0, 1, LONG)))
                .build();
        assertThat(schedule(graph).inPlace()).containsExactly("b");
        check(graph);
    }

    @Test
    void aVectorMayReadPartsOfAnotherAndNumbersInIt() {
        Tensor a = Tensor.input("a", x.type());
        Tensor b = Tensor.input("b", TensorType.f32(SHORT - 2));
        Tensor sum = a.add(x);
        Tensor next = sum.stopGradient();
        Tensor number = next.slice(0, 4, 5).reshape(Shape.scalar()).broadcastTo(b.shape());
        check(builder()
                .state(a, sum)
                .state(b, b.mul(next.slice(0, 2, SHORT)).add(number).sub(0.5))
                .build());
    }

    @Test
    void aRunThatFailsLeavesTheStatesAlone() {
        Group group = new Group("group", LONG, ADAM);
        Tensor at = Tensor.input("at", HostArray.of(Shape.of(1), 0L).type());
        group.update(group.value().mul(y), coefficients.get(0));
        Graph.Builder graph =
                builder().inputs(at).output("taken", group.states.get(0).takeAlong(0, at));
        group.addTo(graph);
        assertThat(schedule(graph.build()).inPlace()).hasSize(3);
        try (Backend backend = Evaluation.open();
                Executable executable = backend.compile(graph.build())) {
            Map<String, HostArray> states = write(executable);
            Map<String, HostArray> inputs = inputs(0);
            inputs.put("at", HostArray.of(Shape.of(1), 20_000L));
            assertThatThrownBy(() -> executable.run(inputs))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("states are as before");
            states.forEach((name, value) -> assertThat(executable.read(name)).isEqualTo(value));
            inputs.put("at", HostArray.of(Shape.of(1), 2L));
            assertThat(executable.run(inputs).get("taken").get(0))
                    .isEqualTo(states.get("group").get(2));
            assertThat(executable.read("group").get(2))
                    .isNotEqualTo(states.get("group").get(2));
        }
    }

    private static Schedule schedule(Graph graph) {
        Graph passed = Passes.optimise(graph, node -> true);
        return Scheduler.schedule(LongVectors.cut(new Division(passed, Map.of()), 2), 2);
    }

    /** Compares runs, in whose middle the states are written anew, on one thread and on two with the reference. */
    private void check(Graph graph) {
        for (int threads = 1; threads <= 2; threads++) {
            try (Backend reference = Backends.open("reference");
                    Backend backend =
                            Backends.open("onnx", BackendOptions.defaults().withThreads(threads));
                    Executable expected = reference.compile(graph);
                    Executable actual = backend.compile(graph)) {
                write(expected);
                write(actual);
                for (int step = 0; step < STEPS; step++) {
                    compare(actual.run(inputs(step)), expected.run(inputs(step)));
                    compare(states(actual), states(expected));
                    if (step == STEPS / 2) {
                        write(expected);
                        write(actual);
                    }
                }
            }
        }
    }

    private static Map<String, HostArray> states(Executable executable) {
        Map<String, HostArray> states = new HashMap<>();
        executable.graph().states().forEach(state -> states.put(state.name(), executable.read(state.name())));
        return states;
    }

    /** A few roundings of float32 a step, of the largest element; the updates are of the order of the rate, 0.1. */
    private static void compare(Map<String, HostArray> actual, Map<String, HostArray> expected) {
        expected.forEach((name, value) -> {
            double largest = IntStream.range(0, value.size())
                    .mapToDouble(i -> Math.abs(value.get(i)))
                    .max()
                    .orElse(0);
            for (int i = 0; i < value.size(); i++) {
                assertThat(actual.get(name).get(i))
                        .as("%s, element %d", name, i)
                        .isCloseTo(value.get(i), within(1e-5 * (1 + largest)));
            }
        });
    }

    private static Map<String, HostArray> write(Executable executable) {
        Map<String, HostArray> values = new HashMap<>();
        for (Graph.State state : executable.graph().states()) {
            boolean moment = state.name().endsWith(".m") || state.name().endsWith(".v");
            int phase = state.name().length();
            values.put(state.name(), array(state.type().shape(), i -> moment ? 0 : Math.sin(i + phase)));
        }
        values.forEach(executable::write);
        return values;
    }

    private Map<String, HostArray> inputs(int step) {
        Map<String, HostArray> inputs = new HashMap<>();
        inputs.put("x", array(x.shape(), i -> Math.cos(i * (step + 1))));
        inputs.put("y", array(y.shape(), i -> Math.cos(i * (step + 2))));
        for (int k = 0; k < coefficients.size(); k++) {
            // Two updates of one group a run have numbers that follow each other.
            double[] values = ADAM.withDecay(DECAY).coefficients(step, 2 * step + 1 + k % 2);
            inputs.put("coefficients." + k, array(Shape.of(5), i -> values[i]));
        }
        return inputs;
    }

    private static HostArray array(Shape shape, java.util.function.IntToDoubleFunction element) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) element.applyAsDouble(i);
        }
        return HostArray.wrap(shape, values);
    }
}
