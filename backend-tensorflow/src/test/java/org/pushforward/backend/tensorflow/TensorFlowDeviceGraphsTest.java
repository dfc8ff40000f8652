package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.TensorType;

/** Checks which graph a device runs. */
class TensorFlowDeviceGraphsTest {
    @Test
    void batchesAreDividedAmongThreadsOnAProcessorAlone() {
        Tensor x = Tensor.input("x", TensorType.f32(512, 256));
        Tensor w = Tensor.input("w", TensorType.f32(256, 256));
        Graph graph = Graph.builder()
                .inputs(x, w)
                .batched(x)
                .output("y", x.matmul(w).tanh().matmul(w).square().sum())
                .build();
        BackendOptions options = BackendOptions.defaults().withThreads(2);
        assertThat(TensorFlowEngine.parts(graph, options).nodes())
                .hasSizeGreaterThan(graph.nodes().size());
        assertThat(TensorFlowEngine.parts(graph, options.withDevice(Device.gpu(0))))
                .isSameAs(graph);
        assertThat(SessionSettings.of(options.withDevice(Device.gpu(0)), List.of(0), false)
                        .getExperimental()
                        .getExecutorType())
                .isEmpty();
    }
}
