package org.pushforward.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.backend.djl.script.Script;
import org.pushforward.backend.djl.script.ScriptWriter;
import org.pushforward.backend.support.BundledLibraries;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks the description of the engine and of absent devices. */
class DjlProviderTest {
    private final BackendDescription description = new DjlProvider().describe();

    private DeviceReport report(Device device) {
        return description.devices().stream()
                .filter(report -> report.device().equals(device))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void describesTheEngine() {
        assertThat(Backends.providers()).containsKey("djl");
        assertThat(description.engine()).isEqualTo("PyTorch 2.7.1 through DJL 0.35.1");
        assertThat(report(Device.cpu()).usable()).isTrue();
        assertThat(description.notes())
                .anyMatch(note -> note.contains(LibTorch.cache().toString()));
    }

    @Test
    void anAbsentGpuIsRefusedSayingWhatToAdd() {
        Device absent = Device.gpu(99);
        assertThatThrownBy(() -> Backends.open("djl", BackendOptions.defaults().withDevice(absent)))
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith("device gpu:99 of backend djl: unsupported here: ");
        LibTorch withoutCuda = new LibTorch(Optional.of("2.7.1"), "cpu", "the class path");
        assertThat(withoutCuda.missing(absent))
                .contains("org.pushforward:pushforward-djl-gpu", "PYTORCH_LIBRARY_PATH", "PYTORCH_FLAVOR");
        LibTorch bundled = new LibTorch(Optional.of("2.7.1"), "cu128", BundledTorch.ORIGIN);
        assertThat(bundled.unpacking()).contains(BundledLibraries.cache().toString(), "1.2 GB");
        assertThat(bundled.missing(Device.cpu()))
                .contains("org.bytedeco:openblas")
                .doesNotContain("NVIDIA");
    }

    @Test
    void aLimitOfMemoryIsRefused() {
        BackendOptions limited =
                BackendOptions.defaults().withDevice(Device.gpu(0)).withGpuMebibytes(2048);
        assertThatThrownBy(() -> Backends.open("djl", limited))
                .isInstanceOf(BackendException.class)
                .hasMessage("device gpu:0 of backend djl: unsupported here: DJL cannot limit the memory of a GPU"
                        + " (gpuMebibytes = 2048); leave the limit out");
    }

    @Test
    void withoutLibrariesTheCoordinatesAreNamed() {
        LibTorch none = new LibTorch(Optional.empty(), "", "");
        assertThat(none.missing(Device.cpu())).contains("ai.djl.pytorch:pytorch-native-cpu:2.7.1:");
    }

    @Test
    void aGpuIsADeviceInTheScript() {
        Tensor x = Tensor.input("x", TensorType.f32(2));
        Graph graph = Graph.builder().inputs(x).output("y", x.neg()).build();
        Script script = ScriptWriter.write(graph, Device.gpu(1));
        assertThat(script.method()).contains("torch.device(\"cuda:1\")");
        // The same moves with the CPU as their target show that libtorch understands them.
        Script here = new Script(
                script.method().replace("cuda:1", "cpu"), Optional.empty(), script.constants(), List.of(), 1);
        try (Engine engine = new DjlProvider().open(BackendOptions.defaults());
                Program program = ((DjlEngine) engine).compile(graph, here)) {
            assertThat(program.run(List.of(HostArray.of(Shape.of(2), 1f, -2f)), List.of(0)))
                    .containsExactly(HostArray.of(Shape.of(2), -1f, 2f));
        }
    }
}
