package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Passes;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class SigmoidTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(9));
    private final HostArray arguments = HostArray.of(Shape.of(9), -100f, -20, -5.9f, -1, 0, 0.5f, 3, 20, 100);

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private void assertEqual(Tensor y, DoubleUnaryOperator expected) {
        HostArray actual = Evaluation.of(y, Map.of(x, arguments));
        for (int i = 0; i < arguments.size(); i++) {
            double argument = arguments.get(i);
            assertThat(actual.get(i))
                    .as("at %f", argument)
                    .isCloseTo(expected.applyAsDouble(argument), within(5e-7 * Math.max(1, Math.abs(argument))));
        }
    }

    @Test
    void theKernelAgreesWithTheDefinition() {
        assertEqual(x.sigmoid(), SigmoidTest::sigmoid);
        assertEqual(x.mul(x.sigmoid()), a -> a * sigmoid(a));
    }

    @Test
    void soDoItsDerivatives() {
        Tensor first = Gradients.of(x.sigmoid().sum(), x);
        assertEqual(first, a -> sigmoid(a) * sigmoid(-a));
        assertEqual(Gradients.of(first.sum(), x), a -> sigmoid(a) * sigmoid(-a) * (1 - 2 * sigmoid(a)));
        assertEqual(Gradients.of(x.mul(x.sigmoid()).sum(), x), a -> sigmoid(a) + a * sigmoid(a) * sigmoid(-a));
    }

    @Test
    void theKernelIsUsedForBoth() {
        Tensor y = x.mul(x.sigmoid());
        Tensor g = Tensor.input("g", x.type());
        Graph graph = Passes.optimise(Graph.builder()
                .inputs(x, g)
                .output("y", y)
                .output(
                        "pulled back",
                        Gradients.vjp(List.of(y), List.of(x), List.of(g)).get(0))
                .build());
        assertThat(graph.nodes().stream().filter(node -> Sigmoid.match(node).isPresent()))
                .as("the sigmoid, its pull-back, and that of the product")
                .hasSize(3);
        assertThat(new String(GraphWriter.write(graph), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("Sigmoid")
                .doesNotContain("Tanh");
    }
}
