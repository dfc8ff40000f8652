package org.pushforward.backend.onnx.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.backend.onnx.OnnxProvider;
import org.pushforward.backend.support.DataParallelism.Division;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks which states are updated in place. The conformance kit checks their values. */
class InPlaceUpdatesTest {
    private static final int LONG = 10_007;

    private static Graph.Builder update(Tensor theta) {
        Adam adam = Adam.withRate(0.1).withDecay(0.3);
        Tensor first = Tensor.input("first", theta.type());
        Tensor second = Tensor.input("second", theta.type());
        List<Tensor> scalars = DoubleStream.of(adam.coefficients(0, 1))
                .mapToObj(number -> Tensor.scalar(DType.F32, number))
                .toList();
        Optimizer.Update next = adam.update(theta, theta.sin(), List.of(first, second), scalars);
        return Graph.builder()
                .state(theta, next.parameters())
                .state(first, next.slots().get(0))
                .state(second, next.slots().get(1));
    }

    private static Plan schedule(Graph graph) {
        Graph passed = Passes.optimize(graph, node -> true);
        return Planner.schedule(VectorTiling.cut(new Division(passed, Map.of()), 2), 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {37, LONG})
    void statesThatAdamUpdatesAreReplacedInTheirPlace(int size) {
        Graph graph = update(Tensor.input("theta", TensorType.f32(size))).build();
        assertThat(schedule(graph).inPlace()).containsExactlyInAnyOrder("theta", "first", "second");
    }

    /** One task reads elements of a vector that another task updates. */
    @Test
    void aStateReadElsewhereInTheLastStageIsNotUpdatedInPlace() {
        Tensor a = Tensor.input("a", TensorType.f32(LONG));
        Tensor b = Tensor.input("b", TensorType.f32(LONG - 1));
        Graph graph = Graph.builder()
                .state(a, a.add(1))
                .state(b, b.add(a.slice(0, 1, LONG)))
                .build();
        assertThat(schedule(graph).inPlace()).containsExactly("b");
    }

    /** A backend would refuse the position before the run. */
    @Test
    void aFailedRunLeavesTheStatesUnchanged() {
        Tensor theta = Tensor.input("theta", TensorType.f32(LONG));
        Tensor at = Tensor.input("at", new TensorType(DType.I64, Shape.of(1)));
        Graph graph =
                update(theta).inputs(at).output("taken", theta.takeAlong(0, at)).build();
        assertThat(schedule(graph).inPlace()).hasSize(3);
        HostArray zeros = HostArray.zeros(theta.type());
        List<HostArray> states = List.of(RandomKey.of(1).normal(theta.shape()), zeros, zeros);
        float before = (float) states.get(0).get(2);
        try (Engine engine = new OnnxProvider().open(BackendOptions.defaults().withThreads(2))) {
            Program program = engine.compile(Passes.optimize(graph, node -> true));
            for (int i = 0; i < 3; i++) {
                program.write(i, states.get(i));
            }
            List<HostArray> outside = List.of(HostArray.of(Shape.of(1), 20_000L));
            assertThatThrownBy(() -> program.run(outside, List.of(0)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("states are unchanged");
            for (int i = 0; i < 3; i++) {
                assertThat(program.read(i)).isEqualTo(states.get(i));
            }
            List<HostArray> outputs = program.run(List.of(HostArray.of(Shape.of(1), 2L)), List.of(0));
            assertThat(outputs).containsExactly(HostArray.of(Shape.of(1), before));
            assertThat(program.read(0).get(2)).isNotEqualTo(before);
            program.close();
        }
    }
}
