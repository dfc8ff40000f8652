package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks that SiLU of a sum with a bias, which is emitted from the terms, equals SiLU of the sum. */
class SiluTest {
    private static final int ROWS = 61;

    @Test
    void ofASumWithABiasKeepsItsDigits() {
        Tensor x = Tensor.input("x", TensorType.f32(ROWS, 2));
        Tensor bias = Tensor.constant(HostArray.of(Shape.of(2), 0.25f, -0.5f));
        Tensor before = bias.broadcastTo(x.shape()).add(x);
        Tensor y = Tensor.of(new Smooth.Silu(), List.of(before));
        Graph graph = Graph.builder()
                .inputs(x)
                .output("y", y)
                .output("gradient", Gradients.of(y.sum(), x))
                .build();
        float[] values = new float[2 * ROWS];
        for (int i = 0; i < values.length; i++) {
            // From -30 to 30; below -16 an error of 9e-8 would exceed the sigmoid.
            values[i] = i / 2 - 30;
        }
        Map<String, HostArray> inputs = Map.of("x", HostArray.wrap(x.shape(), values));
        Map<String, HostArray> expected = ReferenceInterpreter.evaluate(graph, inputs);
        try (Backend backend = OnnxEvaluation.open();
                Executable executable = backend.compile(graph)) {
            executable.run(inputs).forEach((name, actual) -> {
                HostArray wanted = expected.get(name).cast(DType.F64);
                for (int i = 0; i < values.length; i++) {
                    // The sum is rounded to float32, which changes e^x by a relative error of up to half an ulp of 30.
                    double tolerance = 2e-6 * Math.abs(wanted.get(i));
                    assertThat(actual.get(i))
                            .as("%s at %s", name, values[i])
                            .isCloseTo(wanted.get(i), within(tolerance));
                }
            });
        }
    }
}
