package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
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

/** Checks states, outputs, life cycle, threads and native memory. */
final class TensorFlowProgramTest {
    private static final TensorType PAIR = TensorType.f32(2);

    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open("tensorflow");
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static HostArray pair(float first, float second) {
        return HostArray.of(Shape.of(2), first, second);
    }

    @Test
    void stateIsReadAndThenReplaced() {
        Tensor s = Tensor.input("s", PAIR);
        Tensor x = Tensor.input("x", PAIR);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(s, s.add(x))
                .output("before", s)
                .output("after", s.add(x))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("s", pair(1, 2));
            assertThat(executable.read("s")).isEqualTo(pair(1, 2));
            Map<String, HostArray> first = executable.run(Map.of("x", pair(10, 20)));
            assertThat(first.get("before")).isEqualTo(pair(1, 2));
            assertThat(first.get("after")).isEqualTo(pair(11, 22));
            assertThat(executable.read("s")).isEqualTo(pair(11, 22));
            assertThat(executable.run(Map.of("x", pair(1, 1))).get("before")).isEqualTo(pair(11, 22));
            executable.write("s", pair(0, 0));
            assertThat(executable.run(Map.of("x", pair(3, 4))).get("after")).isEqualTo(pair(3, 4));
        }
    }

    @Test
    void aStateThatWasAnInputStaysWhenTheNextIsGiven() {
        Tensor s = Tensor.input("s", PAIR);
        Tensor x = Tensor.input("x", TensorType.f32(2, 1));
        Graph graph = Graph.builder()
                .inputs(x)
                .state(s, x.reshape(PAIR.shape()))
                .output("before", s)
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("s", pair(0, 0));
            for (int run = 1; run <= 3; run++) {
                HostArray value = HostArray.full(x.type(), run);
                assertThat(executable.run(Map.of("x", value)).get("before")).isEqualTo(pair(run - 1, run - 1));
            }
        }
    }

    @Test
    void twoStatesSwap() {
        Tensor a = Tensor.input("a", PAIR);
        Tensor b = Tensor.input("b", PAIR);
        Graph graph = Graph.builder().state(a, b).state(b, a).build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", pair(1, 2));
            executable.write("b", pair(3, 4));
            for (int i = 0; i < 3; i++) {
                assertThat(executable.run(Map.of())).isEmpty();
            }
            assertThat(executable.read("a")).isEqualTo(pair(3, 4));
            assertThat(executable.read("b")).isEqualTo(pair(1, 2));
        }
    }

    @Test
    void statesOfEveryTypeStayAsTheyAre() {
        for (DType dtype : DType.values()) {
            Tensor kept = Tensor.input("kept", new TensorType(dtype, Shape.of(3)));
            Tensor empty = Tensor.input("empty", new TensorType(dtype, Shape.of(0, 2)));
            Graph graph = Graph.builder()
                    .constants(List.of(kept, empty))
                    .output("kept", kept)
                    .output("empty", empty)
                    .build();
            HostArray value = HostArray.of(Shape.of(3), 1.0, 0, 1).cast(dtype);
            try (Executable executable = backend.compile(graph)) {
                executable.write("kept", value);
                executable.write("empty", HostArray.zeros(empty.type()));
                assertThat(executable.run(Map.of()).get("kept")).isEqualTo(value);
                assertThat(executable.run(Map.of()).get("empty").size()).isZero();
                assertThat(executable.read("kept")).isEqualTo(value);
                assertThat(executable.read("empty")).isEqualTo(HostArray.zeros(empty.type()));
            }
        }
    }

    @Test
    void stateMayBecomeAnInputOrAConstant() {
        Tensor s = Tensor.input("s", PAIR);
        Tensor t = Tensor.input("t", PAIR);
        Tensor x = Tensor.input("x", PAIR);
        HostArray known = pair(7, 8);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(s, x)
                .state(t, Tensor.constant(known))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("s", pair(0, 0));
            executable.write("t", pair(0, 0));
            executable.run(Map.of("x", pair(1, 2)));
            executable.run(Map.of("x", pair(3, 4)));
            assertThat(executable.read("s")).isEqualTo(pair(3, 4));
            assertThat(executable.read("t")).isEqualTo(known);
        }
    }

    /** A backend would refuse the position before the run. */
    @Test
    void aFailedRunLeavesTheStatesUnchanged() {
        Tensor count = Tensor.input("count", PAIR);
        Tensor taken = Tensor.input("taken", PAIR);
        Tensor positions = Tensor.input("positions", new TensorType(DType.I64, Shape.of(2)));
        Graph graph = Graph.builder()
                .inputs(positions)
                .state(count, count.add(1))
                .state(taken, taken.takeAlong(0, positions))
                .build();
        try (Engine engine = new TensorFlowProvider().open(BackendOptions.defaults())) {
            Program program = engine.compile(graph);
            program.write(0, pair(0, 0));
            program.write(1, pair(1, 2));
            program.run(List.of(HostArray.of(Shape.of(2), 1L, 0L)), List.of());
            List<HostArray> outside = List.of(HostArray.of(Shape.of(2), 0L, 99L));
            assertThatThrownBy(() -> program.run(outside, List.of()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("99");
            assertThat(program.read(0)).isEqualTo(pair(1, 1));
            assertThat(program.read(1)).isEqualTo(pair(2, 1));
            program.close();
        }
    }

    @Test
    void outputsMayBeInputsConstantsAndTheSameNodeTwice() {
        Tensor x = Tensor.input("x", PAIR);
        Tensor unused = Tensor.input("unused", PAIR);
        Tensor y = x.mul(2);
        Graph graph = Graph.builder()
                .inputs(x, unused)
                .output("x", x)
                .output("constant", Tensor.constant(pair(5, 6)))
                .output("y", y)
                .output("again", y)
                .build();
        try (Executable executable = backend.compile(graph)) {
            Map<String, HostArray> outputs = executable.run(Map.of("x", pair(1, 2), "unused", pair(0, 0)));
            assertThat(outputs)
                    .containsEntry("x", pair(1, 2))
                    .containsEntry("constant", pair(5, 6))
                    .containsEntry("y", pair(2, 4))
                    .containsEntry("again", pair(2, 4));
        }
    }

    @Test
    void closingTwiceIsHarmlessAndUseAfterwardAnError() {
        Tensor x = Tensor.input("x", PAIR);
        Graph graph = Graph.builder().inputs(x).output("y", x.exp()).build();
        Backend own = Backends.open("tensorflow");
        Executable executable = own.compile(graph);
        executable.close();
        executable.close();
        assertThatIllegalStateException().isThrownBy(() -> executable.run(Map.of("x", pair(0, 0))));
        Executable left = own.compile(graph);
        own.close();
        own.close();
        assertThatIllegalStateException().isThrownBy(() -> left.run(Map.of("x", pair(0, 0))));
        assertThatIllegalStateException().isThrownBy(() -> own.compile(graph));
    }

    @Test
    void eightThreadsShareAnExecutableWithoutStates() throws Exception {
        Tensor x = Tensor.input("x", TensorType.f32(64, 64));
        Graph graph =
                Graph.builder().inputs(x).output("y", x.matmul(x).tanh().sum(1)).build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Executable executable = backend.compile(graph)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                HostArray value = HostArray.full(x.type(), 0.01 * (i + 1));
                HostArray expected = executable.run(Map.of("x", value)).get("y");
                tasks.add(() -> {
                    boolean same = true;
                    for (int run = 0; run < 100; run++) {
                        same &= executable.run(Map.of("x", value)).get("y").equals(expected);
                    }
                    return same;
                });
            }
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void sameRunTwiceGivesTheSameBits() {
        Tensor x = Tensor.input("x", TensorType.f32(256, 128));
        Tensor loss = x.matmul(x.transpose()).tanh().sum();
        Graph graph = Graph.builder().inputs(x).output("loss", loss).build();
        HostArray value = HostArray.wrap(Shape.of(256, 128), waves(256 * 128));
        try (Executable executable = backend.compile(graph);
                Executable other = backend.compile(graph)) {
            HostArray expected = executable.run(Map.of("x", value)).get("loss");
            for (int run = 0; run < 20; run++) {
                assertThat(executable.run(Map.of("x", value)).get("loss")).isEqualTo(expected);
                assertThat(other.run(Map.of("x", value)).get("loss")).isEqualTo(expected);
            }
        }
    }

    private static float[] waves(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(i * 0.7);
        }
        return values;
    }

    @Test
    void runsLeaveNoNativeMemoryBehind() throws Exception {
        TensorType type = TensorType.f32(256, 256);
        Tensor s = Tensor.input("s", type);
        Tensor x = Tensor.input("x", type);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(s, s.mul(0.5).add(x))
                .output("y", s.add(x))
                .build();
        HostArray value = HostArray.full(type, 1);
        try (Executable executable = backend.compile(graph)) {
            executable.write("s", value);
            for (int run = 0; run < 200; run++) {
                executable.run(Map.of("x", value));
            }
            long tracked = Pointer.totalBytes();
            long resident = residentBytes();
            for (int run = 0; run < 2000; run++) {
                executable.run(Map.of("x", value));
            }
            assertThat(Pointer.totalBytes()).isEqualTo(tracked);
            // Leaking one input or output per run would take 500 MB; the heap of the JVM grows by less.
            assertThat(residentBytes() - resident).isLessThan(400L << 20);
        }
    }

    private static long residentBytes() throws Exception {
        Path status = Path.of("/proc/self/statm");
        return Files.exists(status) ? Long.parseLong(Files.readString(status).split(" ")[1]) * 4096 : 0;
    }

    @Test
    void closedProgramsLeaveNoNativeMemoryBehind() {
        Tensor x = Tensor.input("x", PAIR);
        Graph graph = Graph.builder().inputs(x).output("y", x.mul(3)).build();
        for (int round = 0; round < 3; round++) {
            compileAndRun(graph);
        }
        long tracked = Pointer.totalBytes();
        for (int round = 0; round < 20; round++) {
            compileAndRun(graph);
        }
        assertThat(Pointer.totalBytes() - tracked).isLessThan(4096);
    }

    private static void compileAndRun(Graph graph) {
        try (Executable executable = backend.compile(graph)) {
            executable.run(Map.of("x", pair(1, 2)));
        }
    }
}
