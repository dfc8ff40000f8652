package org.pushforward.backend.djl.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Device;
import org.pushforward.backend.djl.DjlEvaluation;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks that fusions are recognized and have the same values as the nodes that they replace. */
class TorchFusionsTest extends DjlEvaluation {
    private static final double[] VALUES = {-9, -1.5, -0.2, 0, 0.3, 2.5};

    static Stream<DType> floating() {
        return Stream.of(DType.F32, DType.F64);
    }

    @ParameterizedTest
    @MethodSource("floating")
    void sumsAndProducts(DType dtype) {
        HostArray values = array(dtype, Shape.of(2, 3), VALUES);
        Tensor x = Tensor.input("x", values.type());
        Tensor row = Tensor.constant(array(dtype, Shape.of(3), 1, 2, 4));
        check(x, values, x.mul(3).add(0.5), "torch.rsub(", v -> 3 * v + 0.5);
        check(x, values, x.sin().sub(x.cos().mul(3)), "alpha=-3.0", v -> Math.sin(v) - 3 * Math.cos(v));
        check(x, values, x.cos().mul(3).add(x.sin()), "alpha=3.0", v -> Math.sin(v) + 3 * Math.cos(v));
        check(x, values, x.sin().sub(x.cos().mul(x)), "value=-1", v -> Math.sin(v) - v * Math.cos(v));
        check(x, values, x.sin().add(x.cos().mul(x)), "value=1", v -> Math.sin(v) + v * Math.cos(v));
        Tensor affine = x.matmul(Tensor.constant(array(dtype, Shape.of(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1)))
                .add(row);
        check(x, values, affine.sub(row), "torch.addmm(", v -> v);
    }

    @ParameterizedTest
    @MethodSource("floating")
    void aStepTowardAnotherVector(DType dtype) {
        HostArray values = array(dtype, Shape.of(2, 3), VALUES);
        Tensor x = Tensor.input("x", values.type());
        Tensor a = x.sin();
        Tensor toward = x.cos().sub(a);
        check(x, values, a.add(toward.mul(0.1)), "torch.lerp", v -> 0.9 * Math.sin(v) + 0.1 * Math.cos(v));
        check(x, values, toward.mul(-0.3).add(a), "torch.lerp", v -> 1.3 * Math.sin(v) - 0.3 * Math.cos(v));
        // Beyond 1/2 libtorch's formula is another one, and the difference must end at the vector that is moved.
        assertThat(script(x, a.add(toward.mul(0.5)))).doesNotContain("lerp");
        assertThat(script(x, x.cos().add(toward.mul(0.1)))).doesNotContain("lerp");
    }

    @ParameterizedTest
    @MethodSource("floating")
    void aProductThatIsPulledBackThroughARectifier(DType dtype) {
        HostArray values = array(dtype, Shape.of(2, 3), VALUES);
        Tensor x = Tensor.input("x", values.type());
        Tensor product = x.matmul(Tensor.constant(array(dtype, Shape.of(3, 3), 2, 0, 0, 0, 2, 0, 0, 0, 2)));
        check(x, values, rectified(product, x, 0), "torch.mul_(v0, v2)", v -> Math.max(2 * v, 0));
        check(x, values, rectified(product, x, 0.25), "torch.mul_(v0, v2)", v -> v > 0 ? 2 * v : v / 2);
        check(x, values, rectified(x.exp(), x, 0.25), "torch.clamp_(", v -> Math.exp(v) * (v > 0 ? 1 : 0.25));
        check(x, values, rectified(product, x, 0).add(product), "torch.clamp_(", v -> v > 0 ? 4 * v : 2 * v);
    }

    private static Tensor rectified(Tensor cotangent, Tensor x, double slope) {
        return Tensor.of(new Rectified.LeakyReluGradient(slope), List.of(cotangent, x));
    }

    @Test
    void whatHasNoGapsIsNotMovedAndOneElementIsNoSum() {
        HostArray values = array(DType.F32, Shape.of(6, 1), VALUES);
        Tensor x = Tensor.input("x", values.type());
        assertThat(script(x, x.matmul(x.transpose()))).doesNotContain("torch.contiguous(");
        assertThat(script(x, x.transpose().mul(x.transpose()))).contains("torch.contiguous(");
        Tensor sine = x.sin();
        Tensor y = sine.sum(1).reshape(6, 1).sub(sine.neg());
        // The sum is a view, so its operand cannot be overwritten.
        assertThat(script(x, y)).doesNotContain("torch.sum(").contains("torch.neg(");
        HostArray actual = evaluate(List.of(x), y, values);
        for (int i = 0; i < values.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(2 * Math.sin(values.get(i)), within(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("floating")
    void theBiasOfAConvolution(DType dtype) {
        HostArray values = array(dtype, Shape.of(1, 2, 1, 3), VALUES);
        Tensor x = Tensor.input("x", values.type());
        Tensor exchange = Tensor.constant(array(dtype, Shape.of(2, 2, 1, 1), 0, 1, 1, 0));
        Tensor bias = Tensor.constant(array(dtype, Shape.of(2), 10, 20));
        Tensor y = x.conv2d(exchange, ConvolutionGeometry.square(1, 0, 1)).add(bias.reshape(2, 1, 1));
        Graph graph = Passes.optimize(Graph.builder().inputs(x).output("y", y).build());
        assertThat(ScriptWriter.write(graph, Device.cpu()).method())
                .containsPattern("conv2d\\(i0, c\\d+, c\\d+, ")
                .doesNotContain("torch.add(");
        assertThat(evaluate(List.of(x), y, values))
                .isEqualTo(array(dtype, Shape.of(1, 2, 1, 3), 10, 10.3, 12.5, 11, 18.5, 19.8));
    }

    @Test
    void aBiasOfAnotherAxisIsNotFusedWithAConvolution() {
        HostArray values = array(DType.F32, Shape.of(1, 2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        Tensor x = Tensor.input("x", values.type());
        Tensor identity = Tensor.constant(array(DType.F32, Shape.of(2, 2, 1, 1), 1, 0, 0, 1));
        Tensor rows = Tensor.constant(array(DType.F32, Shape.of(2), 10, 20)).reshape(2, 1);
        Tensor y = x.conv2d(identity, ConvolutionGeometry.square(1, 0, 1)).add(rows);
        assertThat(evaluate(List.of(x), y, values))
                .isEqualTo(array(DType.F32, Shape.of(1, 2, 2, 2), 11, 12, 23, 24, 15, 16, 27, 28));
    }

    @Test
    void aValueIsOverwrittenWhereItIsReadLast() {
        HostArray values = array(DType.F32, Shape.of(2, 3), VALUES);
        Tensor x = Tensor.input("x", values.type());
        Tensor sine = x.sin();
        Tensor y = sine.exp().mul(sine).add(x);
        assertThat(script(x, y))
                .containsSubsequence("= torch.sin(i0)", "= torch.exp(v0)", "= torch.addcmul(i0, v1, v0");
        Tensor z = sine.exp().add(sine).abs();
        assertThat(script(x, z))
                .containsSubsequence("= torch.sin(i0)", "= torch.exp(v0)", "= torch.add_(v1, v0)", "= torch.abs_(v2)");
        // Outputs, operands of views and values of another shape are not overwritten.
        assertThat(script(x, sine.concat(0, sine.neg()))).contains("torch.neg(");
        assertThat(script(x, sine.transpose().concat(0, sine.neg().transpose())))
                .contains("torch.neg(");
        assertThat(script(x, sine.sum(1, 0).reshape(1, 1).add(x))).contains("torch.add(");
        HostArray actual = evaluate(List.of(x), z, values);
        for (int i = 0; i < values.size(); i++) {
            double v = Math.sin(values.get(i));
            assertThat(actual.get(i)).isCloseTo(Math.abs(Math.exp(v) + v), within(1e-6));
        }
    }

    private static String script(Tensor x, Tensor y) {
        Graph graph = Passes.optimize(Graph.builder().inputs(x).output("y", y).build());
        return ScriptWriter.write(graph, Device.cpu()).method();
    }

    private interface Function {
        double of(double v);
    }

    private void check(Tensor x, HostArray values, Tensor node, String spelling, Function expected) {
        Graph graph =
                Passes.optimize(Graph.builder().inputs(x).output("y", node).build(), kept -> TorchLowerings.primitives()
                        .contains(kept.primitive().getClass()));
        assertThat(ScriptWriter.write(graph, Device.cpu()).method()).contains(spelling);
        HostArray actual = evaluate(List.of(x), node, values);
        double precision = x.dtype() == DType.F32 ? 2e-6 : 1e-14;
        for (int i = 0; i < values.size(); i++) {
            double value = expected.of(values.get(i));
            assertThat(actual.get(i)).isCloseTo(value, within(precision * (1 + Math.abs(value))));
        }
    }
}
