package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/** Checks that threads that share a batch compute the same as one thread. */
final class TensorFlowThreadsTest {
    @Test
    void aTrainingStepWithTwoThreadsIsThatWithOne() {
        TensorType type = TensorType.f32(256, 64);
        Tensor x = Tensor.input("x", type);
        Tensor w = Tensor.input("w", TensorType.f32(64, 64));
        Tensor loss = x.matmul(w).tanh().matmul(w).square().mean();
        Tensor next = w.sub(Gradients.of(loss, w).mul(0.1));
        Graph graph = Graph.builder()
                .inputs(x)
                .batched(x)
                .state(w, next)
                .output("loss", loss)
                .build();
        List<HostArray> states = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++) {
            try (Backend backend = Backends.open(
                            "tensorflow", BackendOptions.defaults().withThreads(threads));
                    Executable executable = backend.compile(graph)) {
                executable.write("w", OracleAgreement.numbers(DType.F32, 64, 64));
                for (int run = 0; run < 5; run++) {
                    executable.run(Map.of("x", OracleAgreement.numbers(DType.F32, 256, 64)));
                }
                states.add(executable.read("w"));
            }
        }
        for (int i = 0; i < states.get(0).size(); i++) {
            // Sums over the batch are rounded in a different order.
            assertThat(states.get(1).get(i)).isCloseTo(states.get(0).get(i), Offset.offset(1e-6));
        }
    }
}
