package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Device;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class LifeCycleTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(64, 64));
    private final Graph square =
            Graph.builder().inputs(x).output("y", x.matmul(x)).build();

    @Test
    void closingTwiceDoesNothingAndUseAfterwardIsNamed() {
        Backend backend = Backends.open("onnx");
        Executable executable = backend.compile(square);
        executable.close();
        executable.close();
        Map<String, HostArray> inputs = Map.of("x", HostArray.zeros(x.type()));
        assertThatThrownBy(() -> executable.run(inputs))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after close()");
        Executable left = backend.compile(square);
        backend.close();
        backend.close();
        assertThatThrownBy(() -> left.run(inputs)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> backend.compile(square)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eightThreadsRunOneExecutable() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Backend backend = OnnxEvaluation.open();
                Executable executable = backend.compile(square)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 1; thread <= 8; thread++) {
                float value = thread;
                runs.add(threads.submit(() -> {
                    HostArray input = HostArray.full(x.type(), value);
                    HostArray expected = HostArray.full(x.type(), 64 * value * value);
                    for (int i = 0; i < 50; i++) {
                        assertThat(executable.run(Map.of("x", input)).get("y")).isEqualTo(expected);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void twoThousandRunsDoNotGrow() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeThat(status).exists();
        Tensor state = Tensor.input("state", TensorType.f32(64, 64));
        Graph graph = Graph.builder()
                .inputs(x)
                .state(state, state.mul(0.5).add(x))
                .output("y", state.matmul(x))
                .build();
        try (Backend backend = OnnxEvaluation.open();
                Executable executable = backend.compile(graph)) {
            executable.write("state", HostArray.zeros(state.type()));
            Map<String, HostArray> inputs = Map.of("x", HostArray.full(x.type(), 1));
            run(executable, inputs, 500);
            System.gc();
            long before = residentKilobytes(status);
            run(executable, inputs, 2000);
            System.gc();
            // Leaking one output of 16 KiB per run would take 32 MB; the memory of the JVM itself varies by a few MB.
            assertThat(residentKilobytes(status) - before).isLessThan(24_000);
        }
    }

    private static void run(Executable executable, Map<String, HostArray> inputs, int count) {
        for (int i = 0; i < count; i++) {
            executable.run(inputs);
        }
    }

    private static long residentKilobytes(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingStaysUnpacked() throws IOException {
        Path mapped = Path.of("/proc/self/maps");
        assumeThat(mapped).exists();
        Backends.open("onnx").close();
        assertThat(Files.readAllLines(mapped))
                .filteredOn(line -> line.contains("/onnxruntime-java"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("(deleted)"))
                .noneMatch(line ->
                        Files.exists(Path.of(line.substring(line.indexOf('/'))).getParent()));
    }

    @Test
    void theDescriptionNamesEngineAndDevices() {
        BackendDescription description = new OnnxProvider().describe();
        assertThat(description.engine()).isEqualTo("ONNX Runtime 1.28.0");
        assertThat(description.devices())
                .extracting(report -> report.device().toString())
                .containsExactly("cpu", "gpu:0");
        assertThat(description.devices().get(0).usable()).isTrue();
    }

    @Test
    void anAbsentGpuIsRefusedSayingWhatToAdd() {
        BackendOptions options = BackendOptions.defaults().withDevice(Device.gpu(99));
        assertThatThrownBy(() -> Backends.open("onnx", options))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("device gpu:99 of backend onnx: unsupported here: ")
                .hasMessageContaining("add ");
    }

    @Test
    void moreElementsThanABufferHoldsAreRefused() {
        Tensor huge = Tensor.input("huge", TensorType.f32(1 << 15, 1 << 15));
        Graph graph = Graph.builder().inputs(huge).output("y", huge.sum()).build();
        try (Backend backend = OnnxEvaluation.open()) {
            assertThatThrownBy(() -> backend.compile(graph))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("f32" + Shape.of(1 << 15, 1 << 15));
        }
    }
}
