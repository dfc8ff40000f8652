package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** What holds of the values that a backend keeps between runs. */
final class StateCases {
    private static final TensorType NUMBER = TensorType.f32();
    private static final List<Shape> KEPT =
            List.of(Shape.scalar(), Shape.of(0), Shape.of(2, 0, 3), Shape.of(3, 2), Shape.of(1, 2, 1, 2, 1, 2, 1, 2));

    private final Backend backend;
    private final Set<DType> dtypes;

    StateCases(Backend backend, Set<DType> dtypes) {
        this.backend = backend;
        this.dtypes = dtypes;
    }

    Stream<DynamicTest> all() {
        return Stream.of(
                dynamicTest("STATE-UPDATE", this::aRunReplacesAState),
                dynamicTest("STATE-READ-OLD", this::aRunReadsStatesFromBeforeIt),
                dynamicTest("STATE-SWAP", this::statesMayChangePlaces),
                dynamicTest("STATE-UNCHANGED", this::aStateMayStay),
                dynamicTest("STATE-SOURCES", this::aStateMayBecomeAnInputOrAConstant),
                dynamicTest("STATE-SHARED", this::oneNodeMaySucceedTwoStates),
                dynamicTest("STATE-WRITE", this::aStateMayBeWrittenBetweenRuns),
                dynamicTest("STATE-UNWRITTEN", this::aStateMustBeWrittenFirst),
                dynamicTest("STATE-REFUSED", this::wrongStatesAreRefused),
                dynamicTest("STATE-TYPES", this::everyTypeAndShapeCanBeKept),
                dynamicTest("STATE-OWN", this::executablesDoNotShareStates),
                dynamicTest("STATE-REFUSED-RUN", this::aRefusedRunLeavesStatesAlone));
    }

    private void aRunReplacesAState() {
        Tensor total = state("total");
        Tensor x = Tensor.input("x", NUMBER);
        Graph graph = Graph.builder().inputs(x).state(total, total.add(x)).build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("total", number(1));
            for (int i = 1; i <= 10; i++) {
                executable.run(Map.of("x", number(i)));
            }
            check(executable.read("total"), 56);
            check(executable.read("total"), 56);
        }
    }

    private void aRunReadsStatesFromBeforeIt() {
        Tensor a = state("a");
        Graph graph = Graph.builder()
                .state(a, a.add(1))
                .output("before", a)
                .output("after", a.add(1))
                .output("twice", a.mul(2))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", number(3));
            List<Map<String, HostArray>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(executable.run(Map.of()));
            }
            for (int i = 0; i < 3; i++) {
                check(runs.get(i).get("before"), 3 + i);
                check(runs.get(i).get("after"), 4 + i);
                check(runs.get(i).get("twice"), 6 + 2 * i);
            }
        }
    }

    private void statesMayChangePlaces() {
        Tensor a = state("a");
        Tensor b = state("b");
        Tensor c = state("c");
        Graph graph = Graph.builder().state(a, b).state(b, a).state(c, a.sub(b)).build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", number(1));
            executable.write("b", number(5));
            executable.write("c", number(0));
            for (int i = 0; i < 3; i++) {
                executable.run(Map.of());
                check(executable.read("a"), i % 2 == 0 ? 5 : 1);
                check(executable.read("b"), i % 2 == 0 ? 1 : 5);
                check(executable.read("c"), i % 2 == 0 ? -4 : 4);
            }
        }
    }

    private void aStateMayStay() {
        Tensor weight = state("weight");
        Tensor x = Tensor.input("x", NUMBER);
        Tensor idle = state("idle");
        Graph graph = Graph.builder()
                .inputs(x)
                .constants(List.of(weight, idle))
                .output("y", x.mul(weight))
                .output("weight", weight)
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("weight", number(3));
            executable.write("idle", number(7));
            for (int i = 0; i < 3; i++) {
                Map<String, HostArray> outputs = executable.run(Map.of("x", number(i)));
                check(outputs.get("y"), 3 * i);
                check(outputs.get("weight"), 3);
            }
            check(executable.read("weight"), 3);
            check(executable.read("idle"), 7);
        }
    }

    private void aStateMayBecomeAnInputOrAConstant() {
        Tensor last = state("last");
        Tensor fixed = state("fixed");
        Tensor x = Tensor.input("x", NUMBER);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(last, x)
                .state(fixed, Tensor.scalar(DType.F32, 9))
                .output("previous", last)
                .output("sum", last.add(fixed))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("last", number(1));
            executable.write("fixed", number(2));
            check(executable.run(Map.of("x", number(4))).get("sum"), 3);
            check(executable.run(Map.of("x", number(5))).get("sum"), 13);
            check(executable.run(Map.of("x", number(6))).get("previous"), 5);
            check(executable.read("last"), 6);
            check(executable.read("fixed"), 9);
        }
    }

    private void oneNodeMaySucceedTwoStates() {
        Tensor a = state("a");
        Tensor b = state("b");
        Tensor next = a.add(b);
        Graph graph = Graph.builder()
                .state(a, next)
                .state(b, next)
                .output("next", next)
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", number(1));
            executable.write("b", number(2));
            executable.run(Map.of());
            check(executable.run(Map.of()).get("next"), 6);
            executable.write("b", number(0));
            check(executable.read("a"), 6);
            check(executable.run(Map.of()).get("next"), 6);
        }
    }

    private void aStateMayBeWrittenBetweenRuns() {
        Tensor a = state("a");
        Graph graph = Graph.builder().state(a, a.mul(2)).build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", number(1));
            executable.run(Map.of());
            HostArray early = executable.read("a");
            executable.write("a", number(10));
            executable.write("a", number(20));
            executable.run(Map.of());
            check(executable.read("a"), 40);
            check(early, 2);
        }
    }

    private void aStateMustBeWrittenFirst() {
        Tensor a = state("a");
        Graph graph = Graph.builder().state(a, a.mul(2)).build();
        try (Executable executable = backend.compile(graph)) {
            assertThatThrownBy(() -> executable.run(Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a");
            assertThatThrownBy(() -> executable.read("a")).isInstanceOf(IllegalStateException.class);
        }
    }

    private void wrongStatesAreRefused() {
        Tensor a = state("a");
        try (Executable executable =
                backend.compile(Graph.builder().state(a, a.mul(2)).build())) {
            assertThatThrownBy(() -> executable.write("b", number(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("b");
            assertThatThrownBy(() -> executable.write("a", HostArray.of(Shape.of(1), 1f)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("f32[1]");
        }
    }

    private void everyTypeAndShapeCanBeKept() {
        Samples samples = new Samples("states");
        Graph.Builder graph = Graph.builder();
        Map<String, HostArray> values = new HashMap<>();
        for (DType dtype : dtypes) {
            for (Shape shape : KEPT) {
                for (boolean changes : new boolean[] {false, true}) {
                    String name = (changes ? "changing " : "staying ") + dtype + shape;
                    HostArray value = samples.whole(dtype, shape);
                    Tensor current = Tensor.input(name, value.type());
                    Tensor other = dtype == DType.BOOL ? current.not() : current.neg();
                    graph.state(current, changes ? other : current);
                    values.put(name, value);
                }
            }
        }
        Graph built = graph.build();
        try (Executable executable = backend.compile(built)) {
            values.forEach(executable::write);
            executable.run(Map.of());
            Map<String, HostArray> expected =
                    ReferenceInterpreter.evaluate(built, Map.of(), values).states();
            expected.forEach((name, value) ->
                    TensorAssert.assertThat(executable.read(name)).as(name).isCloseTo(value, Tolerance.exact()));
        }
    }

    private void executablesDoNotShareStates() {
        Tensor a = state("a");
        Graph graph = Graph.builder().state(a, a.add(1)).build();
        try (Executable one = backend.compile(graph);
                Executable two = backend.compile(graph)) {
            one.write("a", number(1));
            two.write("a", number(10));
            one.run(Map.of());
            one.run(Map.of());
            two.run(Map.of());
            check(one.read("a"), 3);
            check(two.read("a"), 11);
        }
    }

    private void aRefusedRunLeavesStatesAlone() {
        Tensor a = state("a");
        Tensor x = Tensor.input("x", NUMBER);
        try (Executable executable =
                backend.compile(Graph.builder().inputs(x).state(a, a.add(x)).build())) {
            executable.write("a", number(1));
            assertThatThrownBy(() -> executable.run(Map.of("x", HostArray.of(Shape.of(2), 1f, 2f))))
                    .isInstanceOf(IllegalArgumentException.class);
            check(executable.read("a"), 1);
            executable.run(Map.of("x", number(2)));
            check(executable.read("a"), 3);
        }
    }

    private static Tensor state(String name) {
        return Tensor.input(name, NUMBER);
    }

    private static HostArray number(double value) {
        return HostArray.scalar(DType.F32, value);
    }

    private static void check(HostArray actual, double expected) {
        TensorAssert.assertThat(actual).isCloseTo(HostArray.scalar(DType.F64, expected), Tolerance.exact());
    }
}
