package org.pushforward.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Passes;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Updates by libtorch's kernel, in the memory of the states, are those of the formula, and nothing reads too late. */
class AdamKernelTest extends Evaluation {
    private static final int STEPS = 10;
    private static final int SIZE = 37;
    private static final double DECAY = 0.3;
    private static final Adam ADAM = new Adam(iteration -> 0.1 / (1 + iteration), 0.8, 0.95, 1e-6, 0);

    /** The three vectors of a group, before and after the updates so far. */
    private static final class Group {
        final Adam adam;
        final List<Tensor> states = new ArrayList<>();
        List<Tensor> now;

        Group(String name, Adam adam) {
            this.adam = adam;
            for (String vector : new String[] {"", ".m", ".v"}) {
                states.add(Tensor.input(name + vector, TensorType.f32(SIZE)));
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

    private final Tensor x = Tensor.input("x", TensorType.f32(SIZE));
    private final List<Tensor> coefficients = IntStream.range(0, 3)
            .mapToObj(k -> Tensor.input("coefficients." + k, TensorType.f32(5)))
            .toList();

    private Graph.Builder builder() {
        return Graph.builder().inputs(x).inputs(coefficients);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, DECAY})
    void tenUpdatesAreThoseOfTheFormula(double decay) {
        Group group = new Group("group", ADAM.withDecay(decay));
        Tensor loss = group.value().sub(x).square().sum();
        group.update(Gradients.of(loss, group.value()), coefficients.get(0));
        Graph.Builder graph = builder().output("loss", loss);
        group.addTo(graph);
        check(graph.build(), true);
    }

    @Test
    void theGradientMayBeTheParameters() {
        Group group = new Group("group", ADAM);
        group.update(group.value(), coefficients.get(0));
        Graph.Builder graph = builder().output("norm", group.value().square().sum());
        group.addTo(graph);
        check(graph.build(), true);
    }

    @Test
    void theGradientMayBeAColumn() {
        Group group = new Group("group", ADAM);
        Tensor columns = x.reshape(SIZE, 1).mul(Tensor.constant(array(DType.F32, Shape.of(1, 2), 2, 3)));
        group.update(columns.slice(1, 1, 2).reshape(SIZE), coefficients.get(0));
        Graph.Builder graph = builder();
        group.addTo(graph);
        check(graph.build(), true);
    }

    @Test
    void theGradientMayBeTransposed() {
        Group group = new Group("group", ADAM);
        Tensor matrix = x.slice(0, 0, SIZE - 1).reshape(9, 4).transpose();
        Tensor columns = matrix.mul(matrix).add(matrix).reshape(SIZE - 1);
        group.update(columns.concat(0, x.slice(0, SIZE - 1, SIZE)), coefficients.get(0));
        Graph.Builder graph = builder();
        group.addTo(graph);
        check(graph.build(), true);
    }

    @Test
    void severalUpdatesOfSeveralGroupsInOneRun() {
        Group critic = new Group("critic", ADAM);
        Group generator = new Group("generator", ADAM.withDecay(DECAY));
        Graph.Builder graph = builder();
        for (int k = 0; k < 2; k++) {
            Tensor sample = generator.value().mul(x);
            Tensor score = critic.value().mul(sample).sin().sum();
            critic.update(Gradients.of(score, critic.value()), coefficients.get(k));
            graph.output("score." + k, score);
        }
        Tensor loss = critic.value().mul(generator.value()).mul(x).sum();
        generator.update(Gradients.of(loss, generator.value()), coefficients.get(2));
        critic.addTo(graph);
        generator.addTo(graph);
        check(graph.output("loss", loss).build(), true);
    }

    /** What was there before is asked for behind the update, whole and as views, as an output and as other states. */
    @Test
    void whatIsOverwrittenIsStillReadAfterwards() {
        Group group = new Group("group", ADAM);
        Tensor before = group.value();
        Tensor view = before.slice(0, 3, 9).reshape(2, 3).transpose();
        Tensor average = Tensor.input("average", x.type());
        Tensor past = Tensor.input("past", x.type());
        Tensor pastView = Tensor.input("past.view", view.type());
        Tensor present = Tensor.input("present", x.type());
        group.update(before.mul(x).cos(), coefficients.get(0));
        Tensor between = group.value();
        group.update(between.mul(x).cos(), coefficients.get(1));
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
        check(graph.build(), true);
    }

    @Test
    void updatesOfWhatIsNoStateAreExpanded() {
        Group group = new Group("group", ADAM);
        group.update(group.value().mul(x).cos(), coefficients.get(0));
        check(
                builder()
                        .output("after", group.value())
                        .state(group.states.get(0), group.states.get(0))
                        .state(group.states.get(1), group.states.get(1))
                        .state(group.states.get(2), group.now.get(2))
                        .build(),
                false);
    }

    @Test
    void aRateThatDependsOnTheUpdateIsExpanded() {
        Group group = new Group("group", ADAM);
        Group other = new Group("other", ADAM);
        other.update(other.value().mul(x), coefficients.get(1));
        Tensor rate = other.now.get(1).square().sum().add(1).reshape(1);
        group.update(
                group.value().mul(x).cos(),
                Tensor.concat(
                        0,
                        List.of(
                                coefficients.get(0).slice(0, 0, 3),
                                rate,
                                coefficients.get(0).slice(0, 4, 5))));
        Graph.Builder graph = builder();
        group.addTo(graph);
        other.addTo(graph);
        check(graph.build(), false);
    }

    @Test
    void aRunThatFailsBeforeTheUpdateLeavesTheStatesAlone() {
        Group group = new Group("group", ADAM);
        Tensor at = Tensor.input("at", HostArray.of(Shape.of(1), 0L).type());
        group.update(group.value().mul(x), coefficients.get(0));
        Graph.Builder graph =
                builder().inputs(at).output("taken", group.states.get(0).takeAlong(0, at));
        group.addTo(graph);
        try (Executable executable = backend.compile(graph.build())) {
            Map<String, HostArray> states = write(executable);
            Map<String, HostArray> inputs = inputs(0);
            inputs.put("at", HostArray.of(Shape.of(1), 99L));
            assertThatThrownBy(() -> executable.run(inputs))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("write() them again");
            states.forEach((name, value) -> assertThat(executable.read(name)).isEqualTo(value));
            inputs.put("at", HostArray.of(Shape.of(1), 2L));
            assertThat(executable.run(inputs).get("taken").get(0))
                    .isEqualTo(states.get("group").get(2));
            assertThat(executable.read("group").get(2))
                    .isNotEqualTo(states.get("group").get(2));
        }
    }

    /** Compares ten runs, in whose middle the states are written anew, with the reference. */
    private void check(Graph graph, boolean byKernel) {
        Graph passed = Passes.optimise(graph, node -> true);
        assertThat(AdamKernel.all(passed).isPresent()).isEqualTo(byKernel);
        try (Backend reference = Backends.open("reference");
                Executable expected = reference.compile(graph);
                Executable actual = backend.compile(graph)) {
            write(expected);
            write(actual);
            for (int step = 0; step < STEPS; step++) {
                compare(actual.run(inputs(step)), expected.run(inputs(step)));
                compare(states(actual), states(expected));
                if (step == STEPS / 2) {
                    states(expected).forEach((name, value) -> actual.write(name, value.cast(DType.F32)));
                }
            }
        }
    }

    private static Map<String, HostArray> states(Executable executable) {
        Map<String, HostArray> states = new LinkedHashMap<>();
        executable.graph().states().forEach(state -> states.put(state.name(), executable.read(state.name())));
        return states;
    }

    /** A few roundings of float32 a step; the updates are of the order of the rate, 0.1. */
    private static void compare(Map<String, HostArray> actual, Map<String, HostArray> expected) {
        expected.forEach((name, value) -> {
            for (int i = 0; i < value.size(); i++) {
                assertThat(actual.get(name).get(i))
                        .as(name)
                        .isCloseTo(value.get(i), within(1e-5 * (1 + Math.abs(value.get(i)))));
            }
        });
    }

    private static Map<String, HostArray> write(Executable executable) {
        Map<String, HostArray> values = new HashMap<>();
        for (Graph.State state : executable.graph().states()) {
            float[] numbers = new float[state.type().shape().size()];
            boolean moment = state.name().endsWith(".m") || state.name().endsWith(".v");
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = moment ? 0 : (float) Math.sin(i + state.name().length());
            }
            values.put(state.name(), HostArray.wrap(state.type().shape(), numbers));
        }
        values.forEach(executable::write);
        return values;
    }

    private Map<String, HostArray> inputs(int step) {
        Map<String, HostArray> inputs = new HashMap<>();
        float[] numbers = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            numbers[i] = (float) Math.cos(i * (step + 1));
        }
        inputs.put("x", HostArray.wrap(x.shape(), numbers));
        for (int k = 0; k < coefficients.size(); k++) {
            // Two updates of one group a run have numbers that follow each other.
            double[] values = ADAM.withDecay(DECAY).coefficients(step, 2 * step + 1 + k % 2);
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            inputs.put("coefficients." + k, HostArray.wrap(Shape.of(5), floats));
        }
        return inputs;
    }
}
