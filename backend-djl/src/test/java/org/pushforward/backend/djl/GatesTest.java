package org.pushforward.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Gates;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Passes;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Derivatives of rectifiers, of the first and the second order, are products, with the values of the choices, ties included. */
class GatesTest extends Evaluation {

    static Stream<Arguments> rectifiers() {
        Stream<UnaryOperator<Tensor>> functions =
                Stream.of(x -> x.max(0), x -> x.zerosLike().max(x), x -> x.max(x.mul(0.2)), x -> x.mul(0.2)
                        .max(x));
        return functions.flatMap(f -> Stream.of(DType.F32, DType.F64).map(dtype -> Arguments.of(f, dtype)));
    }

    @ParameterizedTest
    @MethodSource("rectifiers")
    void firstAndSecondDerivatives(UnaryOperator<Tensor> rectifier, DType dtype) {
        HostArray values = array(dtype, Shape.of(2, 4), -2, -0.5, -0.0, 0, 1e-30, 0.5, 2, -1e-30);
        Tensor x = Tensor.input("x", values.type());
        Tensor w = Tensor.input("w", values.type());
        // Rectifiers in a row, so that the derivative of the derivative passes through them too.
        Tensor y = rectifier.apply(rectifier.apply(x.mul(w)).mul(w)).mul(w);
        Tensor gradient = Gradients.of(y.sum(), x);
        Tensor second = Gradients.of(gradient.square().sum(), w);
        Graph graph = Graph.builder()
                .inputs(x, w)
                .output("y", y)
                .output("gradient", gradient)
                .output("second", second)
                .build();
        Map<String, HostArray> inputs =
                Map.of("x", values, "w", array(dtype, Shape.of(2, 4), 1, -2, 3, 2, 1.5, -1, 0.5, 0.25));
        try (Backend reference = Backends.open("reference");
                Executable expected = reference.compile(graph);
                Executable actual = backend.compile(graph)) {
            Map<String, HostArray> right = expected.run(inputs);
            // A product and a sum of rounded numbers: a few units in the last place.
            double precision = dtype == DType.F32 ? 1e-6 : 1e-14;
            actual.run(inputs).forEach((name, value) -> {
                for (int i = 0; i < value.size(); i++) {
                    double exact = right.get(name).get(i);
                    assertThat(value.get(i)).as(name + " " + i).isCloseTo(exact, within(precision * Math.abs(exact)));
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("rectifiers")
    void noChoiceIsLeft(UnaryOperator<Tensor> rectifier, DType dtype) {
        Tensor x = Tensor.input("x", array(dtype, Shape.of(2), 0, 0).type());
        Tensor y = rectifier.apply(rectifier.apply(x).mul(x));
        Tensor gradient = Gradients.of(y.sum(), x);
        Graph graph = Graph.builder()
                .inputs(x)
                .output("gradient", gradient)
                .output("second", Gradients.of(gradient.square().sum(), x))
                .build();
        Graph rewritten = Passes.optimise(graph).rewrite(new Gates());
        assertThat(rewritten.text()).doesNotContain("select").contains("sign");
    }
}
