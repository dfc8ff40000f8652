package org.pushforward.backend.djl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Device;
import org.pushforward.backend.Executable;
import org.pushforward.backend.djl.DjlEvaluation;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks the sums with a multiple of a sign against their closed form, which they must have exactly. */
class AddedSignTest extends DjlEvaluation {
    /** Their sums and differences have all kinds of magnitudes. No length of a vector register divides their number. */
    private static final double[] VALUES = {
        0,
        -0.0,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        2 * Float.MIN_NORMAL,
        1e-30,
        -1e-30,
        1e-7,
        -1e-7,
        0.3,
        -0.3,
        1,
        -1,
        1e30,
        -1e30,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        5,
        -5,
        7
    };

    private static final double[] RATES = {0.25, -0.25, 1e-4, 0, 3, 1e-38, 1e30};

    private final Tensor rate = Tensor.input("rate", new TensorType(DType.F32, Shape.scalar()));

    private interface Formula {
        Tensor of(Tensor p, Tensor direction, Tensor rate);
    }

    private interface Expected {
        double of(double p, double step);
    }

    private record Sum(String name, Formula formula, Expected expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Sum> sums() {
        return List.of(
                new Sum("p - sign c", (p, d, c) -> p.sub(d.mul(c)), (p, step) -> p - step),
                new Sum("p + sign c", (p, d, c) -> p.add(d.mul(c)), (p, step) -> p + step),
                new Sum("sign c + p", (p, d, c) -> d.mul(c).add(p), (p, step) -> p + step),
                new Sum("p - sign c with a decay", (p, d, c) -> p.mul(0.5).sub(d.mul(c)), (p, step) -> p / 2 - step));
    }

    private static float sign(double x) {
        return (float) (Double.isNaN(x) ? x : Math.signum(x));
    }

    /** x is a state that is not a gradient, so it must keep its value; x + x may be overwritten. */
    @ParameterizedTest
    @MethodSource("sums")
    void aSumHasTheExactSigns(Sum sum) {
        int n = VALUES.length;
        Tensor p = Tensor.input("p", TensorType.f32(n));
        Tensor x = Tensor.input("x", TensorType.f32(n));
        for (Tensor direction : List.of(x.sign(), x.add(x.mul(x.abs())).sign())) {
            Tensor next = sum.formula().of(p, direction, rate);
            Graph graph =
                    Graph.builder().inputs(rate).state(p, next).state(x, x).build();
            assertThat(script(graph)).contains("E-38, 1.1754943508222875E-38)").doesNotContain("torch.mul_(v0, 3.4");
            try (Executable executable = backend.compile(graph)) {
                for (double c : RATES) {
                    for (double start : new double[] {0, 1, -0.7, 1e-20}) {
                        executable.write("p", array(DType.F32, Shape.of(n), filled(start)));
                        executable.write("x", array(DType.F32, Shape.of(n), VALUES));
                        executable.run(Map.of("rate", array(DType.F32, Shape.scalar(), c)));
                        HostArray actual = executable.read("p");
                        for (int i = 0; i < n; i++) {
                            float step = sign(VALUES[i]) * (float) c;
                            Float expected = (float) sum.expected().of((float) start, step);
                            // Zeros of both signs are equal.
                            assertThat((float) actual.get(i) + 0f)
                                    .as("x = %s, c = %s, p = %s", VALUES[i], c, start)
                                    .isEqualTo(Float.valueOf(expected + 0f));
                        }
                        assertThat(executable.read("x")).isEqualTo(array(DType.F32, Shape.of(n), VALUES));
                    }
                }
            }
        }
    }

    private static double[] filled(double value) {
        return DoubleStream.generate(() -> value).limit(VALUES.length).toArray();
    }

    @Test
    void aSignThatIsReadTwiceAndOneInFloat64AreComputedAlone() {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            TensorType type = new TensorType(dtype, Shape.of(3));
            Tensor p = Tensor.input("p", type);
            Tensor m = Tensor.input("m", type);
            Tensor c = Tensor.input("rate", new TensorType(dtype, Shape.scalar()));
            Tensor x = Tensor.input("x", type);
            Tensor direction = m.add(x).sign();
            Tensor second = dtype == DType.F32 ? direction : m;
            Graph graph = Graph.builder()
                    .inputs(c)
                    .state(p, p.sub(direction.mul(c)))
                    .state(m, second.mul(2))
                    .state(x, x)
                    .build();
            assertThat(script(graph)).contains("torch.clamp_(").doesNotContain("E-38");
            try (Executable executable = backend.compile(graph)) {
                executable.write("p", array(dtype, Shape.of(3), 4, 5, 6));
                executable.write("m", array(dtype, Shape.of(3), 4, -5, -8));
                executable.write("x", array(dtype, Shape.of(3), 4, 5, 6));
                executable.run(Map.of("rate", array(dtype, Shape.scalar(), 0.5)));
                assertThat(executable.read("p")).isEqualTo(array(dtype, Shape.of(3), 3.5, 5, 6.5));
            }
        }
    }

    private static String script(Graph graph) {
        return ScriptWriter.write(Passes.optimize(graph, node -> true), Device.cpu())
                .method();
    }
}
