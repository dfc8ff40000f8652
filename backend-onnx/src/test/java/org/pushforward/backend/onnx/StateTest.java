package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Executable;
import org.pushforward.backend.Program;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class StateTest {
    private static final TensorType PAIR = TensorType.f32(2);

    private final Backend backend = Backends.open(provider().name());
    private final Tensor a = Tensor.input("a", PAIR);
    private final Tensor b = Tensor.input("b", PAIR);
    private final Tensor x = Tensor.input("x", PAIR);

    /** Returns the provider to test. */
    BackendProvider provider() {
        return new OnnxProvider();
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private static HostArray pair(float first, float second) {
        return HostArray.of(Shape.of(2), first, second);
    }

    @Test
    void aRunReplacesAState() {
        Executable executable = backend.compile(
                Graph.builder().inputs(x).state(a, a.add(x)).output("before", a).build());
        executable.write("a", pair(1, 2));
        for (int i = 0; i < 5; i++) {
            HostArray before = executable.run(Map.of("x", pair(1, 10))).get("before");
            assertThat(before).isEqualTo(pair(1 + i, 2 + 10 * i));
        }
        assertThat(executable.read("a")).isEqualTo(pair(6, 52));
        executable.write("a", pair(0, 0));
        executable.run(Map.of("x", pair(1, 1)));
        assertThat(executable.read("a")).isEqualTo(pair(1, 1));
    }

    @Test
    void statesThatARunExchangesAreExchanged() {
        Executable executable =
                backend.compile(Graph.builder().state(a, b).state(b, a).build());
        executable.write("a", pair(1, 2));
        executable.write("b", pair(3, 4));
        for (int i = 0; i < 3; i++) {
            assertThat(executable.run(Map.of())).isEmpty();
        }
        assertThat(executable.read("a")).isEqualTo(pair(3, 4));
        assertThat(executable.read("b")).isEqualTo(pair(1, 2));
    }

    @Test
    void aStateThatDoesNotChangeStays() {
        Executable executable = backend.compile(Graph.builder()
                .constants(List.of(a))
                .state(b, b.add(a))
                .output("sum", a.add(b))
                .build());
        executable.write("a", pair(1, 2));
        executable.write("b", pair(0, 0));
        executable.run(Map.of());
        assertThat(executable.run(Map.of()).get("sum")).isEqualTo(pair(2, 4));
        assertThat(executable.read("a")).isEqualTo(pair(1, 2));
        executable.write("a", pair(5, 5));
        assertThat(executable.run(Map.of()).get("sum")).isEqualTo(pair(7, 9));
    }

    @Test
    void resultsMayBeOneNodeOrNoOperation() {
        Tensor sum = a.add(x);
        Tensor known = Tensor.constant(pair(8, 9));
        Tensor truth = Tensor.input("truth", new TensorType(DType.BOOL, Shape.scalar()));
        Executable executable = backend.compile(Graph.builder()
                .inputs(x, truth)
                .state(a, sum)
                .state(b, sum)
                .output("first", sum)
                .output("second", sum)
                .output("input", x)
                .output("again", x)
                .output("stopped", x.stopGradient())
                .output("constant", known)
                .output("truth", truth)
                .output("not", truth.not())
                .build());
        executable.write("a", pair(1, 1));
        executable.write("b", pair(0, 0));
        HostArray yes = HostArray.of(Shape.scalar(), true);
        Map<String, HostArray> outputs = executable.run(Map.of("x", pair(2, 3), "truth", yes));
        assertThat(outputs)
                .containsEntry("first", pair(3, 4))
                .containsEntry("second", pair(3, 4))
                .containsEntry("input", pair(2, 3))
                .containsEntry("again", pair(2, 3))
                .containsEntry("stopped", pair(2, 3))
                .containsEntry("constant", pair(8, 9))
                .containsEntry("truth", yes)
                .containsEntry("not", HostArray.of(Shape.scalar(), false));
        assertThat(executable.read("a")).isEqualTo(pair(3, 4));
        assertThat(executable.read("b")).isEqualTo(pair(3, 4));
    }

    @Test
    void aStateMayBecomeAConstantOrAnInput() {
        Executable executable = backend.compile(Graph.builder()
                .inputs(x)
                .state(a, Tensor.constant(pair(8, 9)))
                .state(b, x)
                .build());
        executable.write("a", pair(0, 0));
        executable.write("b", pair(0, 0));
        executable.run(Map.of("x", pair(2, 3)));
        assertThat(executable.read("a")).isEqualTo(pair(8, 9));
        assertThat(executable.read("b")).isEqualTo(pair(2, 3));
    }

    /** A backend would refuse the position before the run. */
    @Test
    void aFailedRunLeavesTheStatesUnchanged() {
        Tensor positions = Tensor.input("positions", new TensorType(DType.I64, Shape.of(2)));
        Graph graph = Graph.builder()
                .inputs(positions)
                .state(a, a.add(1))
                .output("taken", a.add(1).takeAlong(0, positions))
                .build();
        HostArray swapped = HostArray.of(Shape.of(2), 1L, 0L);
        HostArray outside = HostArray.of(Shape.of(2), 7L, 0L);
        try (Engine engine = provider().open(BackendOptions.defaults())) {
            Program program = engine.compile(graph);
            program.write(0, pair(1, 2));
            program.run(List.of(swapped), List.of());
            assertThatThrownBy(() -> program.run(List.of(outside), List.of(0)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("states are unchanged");
            assertThat(program.read(0)).isEqualTo(pair(2, 3));
            assertThat(program.run(List.of(swapped), List.of(0))).containsExactly(pair(4, 3));
            program.close();
        }
    }
}
