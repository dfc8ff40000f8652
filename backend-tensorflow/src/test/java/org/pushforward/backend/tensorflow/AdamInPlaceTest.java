package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Updates by Adam, in place or not, against the interpreter over several runs. */
final class AdamInPlaceTest {
    private static final TensorType VECTOR = TensorType.f32(40);
    private static final Tensor THETA = Tensor.input("theta", VECTOR);
    private static final Tensor FIRST = Tensor.input("first", VECTOR);
    private static final Tensor SECOND = Tensor.input("second", VECTOR);
    private static final Tensor NUMBERS = Tensor.input("numbers", TensorType.f32(5));

    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open("tensorflow");
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static Tensor loss(Tensor theta) {
        return theta.slice(0, 0, 30)
                .sin()
                .sum()
                .add(theta.slice(0, 10, 40).square().sum());
    }

    private static Optimizer.Update update(Adam adam, Tensor theta, Tensor first, Tensor second) {
        Tensor point = Tensor.input("point", VECTOR);
        Tensor slope = Gradients.of(loss(point), point);
        Tensor gradient = org.pushforward.graph.Rewrite.substitution(Map.of(point, theta))
                .apply(List.of(slope))
                .get(0);
        List<Tensor> scalars = IntStream.range(0, 5)
                .mapToObj(i -> NUMBERS.slice(0, i, i + 1).reshape(Shape.scalar()))
                .toList();
        return adam.update(theta, gradient, List.of(first, second), scalars);
    }

    private static Graph.Builder program(Optimizer.Update next) {
        return Graph.builder()
                .inputs(NUMBERS)
                .state(THETA, next.parameters())
                .state(FIRST, next.slots().get(0))
                .state(SECOND, next.slots().get(1));
    }

    private static long kernels(Graph graph) {
        try (org.tensorflow.Graph target = new org.tensorflow.Graph()) {
            Emitter emit = new Emitter(target, "/device:CPU:0");
            Values values = new Values(emit);
            List<Variable> variables = new ArrayList<>();
            for (Graph.State state : graph.states()) {
                variables.add(Variable.declare(state.type(), state.name(), emit));
                values.put(state.current(), variables.get(variables.size() - 1).value());
            }
            AdamInPlace adam = new AdamInPlace(graph, variables);
            TensorFlowProgram.lower(graph, values, emit, node -> adam.lower(node, values, emit));
            long count = 0;
            for (var operations = target.operations(); operations.hasNext(); ) {
                count += operations.next().type().equals("ResourceApplyAdam") ? 1 : 0;
            }
            return count;
        }
    }

    @Test
    void oneUpdate() {
        Adam adam = Adam.withRate(0.1);
        Graph graph = program(update(adam, THETA, FIRST, SECOND))
                .output("sine", THETA.sin())
                .output("before", THETA)
                .output("moment", FIRST)
                .build();
        assertThat(kernels(graph)).isEqualTo(1);
        AdamRuns.check(backend, adam, graph);
    }

    @Test
    void severalUpdatesAfterEachOtherWithAnAverageAndTheValuesBetween() {
        Adam adam = Adam.withRate(0.1).withBetas(0.5, 0.9);
        Optimizer.Update one = update(adam, THETA, FIRST, SECOND);
        Optimizer.Update two =
                update(adam, one.parameters(), one.slots().get(0), one.slots().get(1));
        Optimizer.Update three =
                update(adam, two.parameters(), two.slots().get(0), two.slots().get(1));
        Tensor average = Tensor.input("average", VECTOR);
        Graph graph = program(three)
                .state(average, average.mul(0.5).add(three.parameters().mul(0.5)))
                .output("before", THETA)
                .output("between", one.parameters().add(THETA))
                .output("after", three.parameters().sub(two.parameters()))
                .build();
        assertThat(kernels(graph)).isZero();
        AdamRuns.check(backend, adam, graph);
    }

    @Test
    void formulaWhereTheKernelDoesNotFit() {
        Adam decaying = Adam.withRate(0.1).withDecay(0.1);
        Adam slow = Adam.withRate(0.1).withBetas(0.9, 0.99999);
        Adam plain = Adam.withRate(0.1);
        Map<Adam, Graph> graphs = new HashMap<>();
        for (Adam adam : List.of(decaying, slow)) {
            graphs.put(adam, program(update(adam, THETA, FIRST, SECOND)).build());
        }
        Optimizer.Update seen = update(plain, THETA, FIRST, SECOND);
        graphs.put(plain, program(seen).output("moment", seen.slots().get(0)).build());
        graphs.forEach((adam, graph) -> {
            assertThat(kernels(graph)).isZero();
            AdamRuns.check(backend, adam, graph);
        });
        // Moments that another update's states hold.
        Optimizer.Update elsewhere = update(plain, THETA, SECOND, FIRST);
        assertThat(kernels(program(elsewhere).build())).isZero();
    }
}
