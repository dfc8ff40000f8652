package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction.Matmul;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

class OuterProductsTest {
    private static final int ROWS = 512;
    private static final int COLUMNS = 64;
    private static final Tensor X = Tensor.input("x", TensorType.f32(ROWS, 1));
    private static final Tensor W = Tensor.input("w", TensorType.f32(1, COLUMNS));
    private static final Tensor B = Tensor.input("b", TensorType.f32(COLUMNS));

    private static HostArray numbers(int... dims) {
        return OracleAgreement.numbers(DType.F32, dims);
    }

    private static Tensor rewritten(Tensor y) {
        Graph graph = Graph.builder().inputs(X, W, B).output("y", y).build();
        return graph.rewrite(new OuterProducts(graph)).outputs().get("y");
    }

    @Test
    void aBiasBecomesARowOfTheMatrix() {
        for (Tensor bias : List.of(B, B.reshape(1, COLUMNS))) {
            Tensor y = rewritten(X.matmul(W).add(bias));
            assertThat(y.primitive()).isInstanceOf(Matmul.class);
            assertThat(y.operands().get(0).dim(1)).isEqualTo(2);
            assertThat(y.operands().get(1).dim(0)).isEqualTo(2);
        }
    }

    static Stream<Arguments> others() {
        Tensor product = X.matmul(W);
        return Stream.of(
                Arguments.of("a small one", X.slice(0, 0, ROWS - 1).matmul(W).add(B)),
                Arguments.of("another sum", product.add(X.broadcastTo(product.shape()))),
                Arguments.of("one number", product.add(B.slice(0, 0, 1))),
                Arguments.of(
                        "two columns", X.concat(1, X).matmul(W.concat(0, W)).add(B)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void otherSumsStay(String name, Tensor y) {
        assertThat(rewritten(y).primitive()).isInstanceOf(Binary.Add.class);
    }

    @Test
    void aProductThatOthersSeeStays() {
        Tensor product = X.matmul(W);
        Tensor y = rewritten(product.add(B).mul(product));
        assertThat(y.operands().get(0).primitive()).isInstanceOf(Binary.Add.class);
    }

    @Test
    void valuesAndGradientsAreTheSame() {
        try (Backend backend = Backends.open("tensorflow")) {
            OracleAgreement.check(
                    backend,
                    in -> {
                        Tensor y = in.get(0).matmul(in.get(1)).add(in.get(2)).tanh();
                        List<Tensor> gradients = Gradients.of(y.square().mean(0, 1), in);
                        return List.of(y, gradients.get(0), gradients.get(1), gradients.get(2));
                    },
                    numbers(ROWS, 1),
                    numbers(1, COLUMNS),
                    numbers(COLUMNS));
        }
    }
}
