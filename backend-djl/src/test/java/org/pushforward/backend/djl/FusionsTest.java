package org.pushforward.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Device;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Passes;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** What is computed in one pass is recognised and has the value that the nodes have. */
class FusionsTest extends Evaluation {
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

    private interface Function {
        double of(double v);
    }

    private void check(Tensor x, HostArray values, Tensor node, String spelling, Function expected) {
        Graph graph =
                Passes.optimise(Graph.builder().inputs(x).output("y", node).build());
        assertThat(ScriptWriter.write(graph, Device.cpu()).method()).contains(spelling);
        HostArray actual = evaluate(List.of(x), node, values);
        double precision = x.dtype() == DType.F32 ? 2e-6 : 1e-14;
        for (int i = 0; i < values.size(); i++) {
            double value = expected.of(values.get(i));
            assertThat(actual.get(i)).isCloseTo(value, within(precision * (1 + Math.abs(value))));
        }
    }
}
