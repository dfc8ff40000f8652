package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.lowering.Kernels;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class RectifierTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(3, 7));
    private final Tensor w = Tensor.input("w", TensorType.f32(7, 5));
    /** Both signs, ties at both zeros, and numbers near to and far from them. */
    private final Map<String, HostArray> values = Map.of(
            "x",
            HostArray.of(
                            Shape.of(3, 7),
                            0,
                            -0.0,
                            1,
                            -1,
                            1e-30,
                            -1e-30,
                            1e30,
                            -1e30,
                            0,
                            2,
                            -2,
                            0.5,
                            0,
                            -0.5,
                            3,
                            0,
                            -3,
                            1e-3,
                            -1e-3,
                            0,
                            7)
                    .cast(DType.F32),
            "w",
            RandomKey.of(1).normal(Shape.of(7, 5)));

    private static Tensor rectified(Tensor x, double slope) {
        return Tensor.of(new Rectified.LeakyRelu(slope), List.of(x));
    }

    private Graph derivatives(double slope) {
        Tensor first = Gradients.of(rectified(x, slope).matmul(w).sum(), x);
        return Graph.builder()
                .inputs(x, w)
                .output("first", first)
                .output("second", Gradients.of(first.matmul(w).square().sum(), w))
                .build();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 0.5})
    void derivativesAtZeroAreTheSlopeOnTheLeft(double slope) {
        Graph graph = derivatives(slope);
        Map<String, HostArray> expected = ReferenceInterpreter.evaluate(graph, values);
        try (var backend = OnnxEvaluation.open();
                var executable = backend.compile(graph)) {
            executable.run(values).forEach((name, actual) -> {
                for (int i = 0; i < actual.size(); i++) {
                    double e = expected.get(name).get(i);
                    assertThat(actual.get(i))
                            .as("%s, element %d", name, i)
                            .isCloseTo(e, within(1e-5 * Math.max(1, Math.abs(e))));
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void nothingIsChosen(double slope) {
        Graph graph =
                Passes.optimize(derivatives(slope), node -> node.primitive() instanceof Rectified.LeakyReluGradient);
        assertThat(new String(GraphWriter.write(graph, BlockedLayout.NONE, Kernels.CPU), StandardCharsets.ISO_8859_1))
                .contains("HardSigmoid")
                .doesNotContain("Where");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void theLargerOfTwoIsOneOperator(double slope) {
        Tensor v = Tensor.input("v", TensorType.f32(5));
        Tensor y = slope == 0 ? v.max(0) : v.max(v.mul(slope));
        Graph graph = Graph.builder().inputs(v).output("y", y).build();
        assertThat(new String(GraphWriter.write(graph, BlockedLayout.NONE, Kernels.CPU), StandardCharsets.ISO_8859_1))
                .contains(slope == 0 ? "Relu" : "LeakyRelu")
                .doesNotContain("Max");
        HostArray values =
                OnnxEvaluation.vector(DType.F32, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, -5, 5);
        OnnxEvaluation.assertExact(
                OnnxEvaluation.of(y, Map.of(v, values)),
                ReferenceInterpreter.evaluate(graph, Map.of("v", values))
                        .get("y")
                        .cast(DType.F32));
        HostArray unknown = HostArray.full(v.type(), Double.NaN);
        assertThat(OnnxEvaluation.of(y, Map.of(v, unknown)).get(0)).isNaN();
    }

    @Test
    void theLargerOfTwoChoosesWhereItsCotangentMayBeInfinite() {
        Tensor gradient = Gradients.of(x.max(0).sqrt().sum(), x);
        HostArray negative = HostArray.full(x.type(), -1);
        assertThat(OnnxEvaluation.of(gradient, Map.of(x, negative))).isEqualTo(HostArray.zeros(x.type()));
    }
}
