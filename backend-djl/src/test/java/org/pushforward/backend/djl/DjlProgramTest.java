package org.pushforward.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Executable;
import org.pushforward.backend.Program;
import org.pushforward.backend.djl.script.Script;
import org.pushforward.backend.djl.script.ScriptWriter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks states, life cycle, threads and memory. */
class DjlProgramTest extends DjlEvaluation {
    private static final TensorType PAIR = TensorType.f32(2);

    private static HostArray pair(float a, float b) {
        return HostArray.of(Shape.of(2), a, b);
    }

    @Test
    void aStateIsReplacedByEachRun() {
        Tensor sum = Tensor.input("sum", PAIR);
        Tensor x = Tensor.input("x", PAIR);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(sum, sum.add(x))
                .output("before", sum)
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("sum", pair(1, 2));
            assertThat(executable.run(Map.of("x", pair(10, 20)))).containsEntry("before", pair(1, 2));
            assertThat(executable.run(Map.of("x", pair(100, 200)))).containsEntry("before", pair(11, 22));
            assertThat(executable.read("sum")).isEqualTo(pair(111, 222));
            executable.write("sum", pair(0, 0));
            assertThat(executable.read("sum")).isEqualTo(pair(0, 0));
        }
    }

    @Test
    void viewsOfAStateReflectItsChanges() {
        Tensor kept = Tensor.input("kept", TensorType.f32(4));
        Tensor x = Tensor.input("x", TensorType.f32(1, 2));
        Tensor matrix = kept.slice(0, 1, 3).reshape(2, 1);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(kept, kept)
                .output("product", x.matmul(matrix))
                .output("row", matrix.transpose())
                .build();
        Script script = ScriptWriter.write(graph, Device.cpu());
        assertThat(script.method()).doesNotContain("slice").doesNotContain("permute");
        HostArray ones = HostArray.of(Shape.of(1, 2), 1f, 1f);
        try (Executable executable = backend.compile(graph)) {
            for (float first : new float[] {1, 5}) {
                executable.write("kept", HostArray.of(Shape.of(4), 0f, first, first + 1, 0f));
                Map<String, HostArray> outputs = executable.run(Map.of("x", ones));
                assertThat(outputs.get("product").item()).isEqualTo(2 * first + 1);
                assertThat(outputs).containsEntry("row", HostArray.of(Shape.of(1, 2), first, first + 1));
            }
        }
    }

    @Test
    void statesExchangeValuesAndStayAsTheyAre() {
        Tensor a = Tensor.input("a", PAIR);
        Tensor b = Tensor.input("b", PAIR);
        Tensor kept = Tensor.input("kept", PAIR);
        Graph graph = Graph.builder()
                .state(a, b)
                .state(b, a)
                .state(kept, kept)
                .output("kept", kept)
                .output("same", kept)
                .output("reversed", a.reverse(0))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", pair(1, 2));
            executable.write("b", pair(3, 4));
            executable.write("kept", pair(5, 6));
            for (int run = 0; run < 3; run++) {
                Map<String, HostArray> outputs = executable.run(Map.of());
                assertThat(outputs).containsEntry("kept", pair(5, 6)).containsEntry("same", pair(5, 6));
            }
            assertThat(executable.read("a")).isEqualTo(pair(3, 4));
            assertThat(executable.read("b")).isEqualTo(pair(1, 2));
        }
    }

    @Test
    void aStateThatIsAnInputOrAViewOfOneOutlivesIt() {
        Tensor last = Tensor.input("last", PAIR);
        Tensor reversed = Tensor.input("reversed", TensorType.f32(2, 2));
        Tensor x = Tensor.input("x", PAIR);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(last, x)
                .state(reversed, x.broadcastTo(Shape.of(2, 2)))
                .output("last", last)
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("last", pair(0, 0));
            executable.write("reversed", HostArray.zeros(reversed.type()));
            executable.run(Map.of("x", pair(1, 2)));
            assertThat(executable.run(Map.of("x", pair(3, 4)))).containsEntry("last", pair(1, 2));
            assertThat(executable.read("last")).isEqualTo(pair(3, 4));
            assertThat(executable.read("reversed")).isEqualTo(HostArray.of(Shape.of(2, 2), 3f, 4f, 3f, 4f));
        }
    }

    /** A backend would refuse the position before the run. */
    @Test
    void aFailedRunLeavesTheStatesUnchanged() {
        Tensor count = Tensor.input("count", PAIR);
        Tensor at = Tensor.input("at", HostArray.of(Shape.of(1), 0L).type());
        Graph graph = Graph.builder()
                .inputs(at)
                .state(count, count.add(1))
                .output("taken", count.takeAlong(0, at))
                .build();
        try (Engine engine = new DjlProvider().open(BackendOptions.defaults())) {
            Program program = engine.compile(graph);
            program.write(0, pair(1, 2));
            List<HostArray> outside = List.of(HostArray.of(Shape.of(1), 99L));
            assertThatThrownBy(() -> program.run(outside, List.of(0)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("backend djl failed in a run");
            assertThat(program.read(0)).isEqualTo(pair(1, 2));
            List<HostArray> inside = List.of(HostArray.of(Shape.of(1), 1L));
            assertThat(program.run(inside, List.of(0)).get(0).item()).isEqualTo(2);
            program.close();
        }
    }

    @Test
    void aGraphMayHaveNoOutputs() {
        Tensor kept = Tensor.input("kept", PAIR);
        try (Executable executable =
                backend.compile(Graph.builder().state(kept, kept).build())) {
            executable.write("kept", pair(1, 2));
            assertThat(executable.run(Map.of())).isEmpty();
            assertThat(executable.read("kept")).isEqualTo(pair(1, 2));
        }
    }

    @Test
    void useAfterCloseIsRefusedAndClosingTwiceIsNot() {
        Tensor x = Tensor.input("x", PAIR);
        Graph graph = Graph.builder().inputs(x).output("y", x.neg()).build();
        Backend other = Backends.open("djl");
        Executable executable = other.compile(graph);
        Executable forgotten = other.compile(graph);
        executable.close();
        executable.close();
        assertThatThrownBy(() -> executable.run(Map.of("x", pair(1, 2))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("close");
        other.close();
        other.close();
        assertThatThrownBy(() -> forgotten.run(Map.of("x", pair(1, 2)))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.compile(graph)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aProgramWithoutStatesRunsOnManyThreads() throws Exception {
        Tensor x = Tensor.input("x", TensorType.f32(64, 64));
        Graph graph =
                Graph.builder().inputs(x).output("y", x.matmul(x.add(1)).sum()).build();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (Executable executable = backend.compile(graph)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int value = thread;
                HostArray input = HostArray.full(x.type(), value);
                results.add(pool.submit(() -> {
                    for (int run = 0; run < 50; run++) {
                        double y = executable.run(Map.of("x", input)).get("y").item();
                        if (y != 64.0 * 64 * 64 * value * (value + 1)) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aLongChainNeedsNoDeepStack() {
        Tensor x = Tensor.input("x", PAIR);
        Tensor y = x;
        for (int i = 0; i < 10_000; i++) {
            y = y.sin();
        }
        HostArray result = evaluate(List.of(x), y, pair(0, 1));
        assertThat(result.get(0)).isZero();
        assertThat(result.get(1)).isBetween(0.01, 0.02);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryDoesNotGrowWithRuns() throws IOException {
        Tensor state = Tensor.input("state", TensorType.f32(256, 256));
        Tensor x = Tensor.input("x", TensorType.f32(256, 256));
        Graph graph = Graph.builder()
                .inputs(x)
                .state(state, state.add(x).mul(0.5))
                .output("y", state.sub(x))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("state", HostArray.zeros(state.type()));
            Map<String, HostArray> inputs = Map.of("x", HostArray.full(x.type(), 1));
            runs(executable, inputs, 500);
            long before = anonymousMemory();
            runs(executable, inputs, 2000);
            // Leaking one tensor per run would take 500 MB.
            assertThat(anonymousMemory() - before).isLessThan(200L << 20);
        }
    }

    @Test
    void copiesForWritingStatesAreFreedImmediately() {
        HostArray values = HostArray.zeros(TensorType.f32(1 << 16));
        Tensor state = Tensor.input("state", values.type());
        Graph graph = Graph.builder().state(state, state).build();
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        try (Executable executable = backend.compile(graph)) {
            long before = direct.getMemoryUsed();
            for (int i = 0; i < 32; i++) {
                executable.write("state", values);
            }
            assertThat(direct.getMemoryUsed() - before).isLessThan(4L * values.size());
        }
    }

    private static void runs(Executable executable, Map<String, HostArray> inputs, int count) {
        for (int run = 0; run < count; run++) {
            executable.run(inputs);
        }
        System.gc();
    }

    /** Returns the resident memory of the process minus the heap of the JVM, in bytes. */
    private static long anonymousMemory() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(entry -> entry.startsWith("RssAnon"))
                .findFirst()
                .orElseThrow();
        long resident = Long.parseLong(line.replaceAll("\\D", "")) << 10;
        return resident - Runtime.getRuntime().totalMemory();
    }

    @Test
    void threadsAreASettingOfEachBackend() {
        try (Backend single = Backends.open("djl", BackendOptions.defaults().withThreads(1))) {
            Tensor x = Tensor.input("x", PAIR);
            Graph graph = Graph.builder().inputs(x).output("y", x.neg()).build();
            try (Executable one = single.compile(graph);
                    Executable two = backend.compile(graph)) {
                // The first run of a program uses a separate thread.
                one.run(Map.of("x", pair(1, 2)));
                two.run(Map.of("x", pair(1, 2)));
                one.run(Map.of("x", pair(1, 2)));
                assertThat(JniUtils.getNumThreads()).isEqualTo(1);
                two.run(Map.of("x", pair(1, 2)));
                assertThat(JniUtils.getNumThreads()).isEqualTo(2);
            }
        }
    }
}
