package org.pushforward.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class PassesTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(3, 4));
    private final Tensor y = Tensor.input("y", TensorType.f32(3, 4));

    private Tensor optimized(Tensor tensor) {
        Graph graph = Graph.builder().inputs(x, y).output("out", tensor).build();
        return Passes.optimize(graph).outputs().get("out");
    }

    @Test
    void removesOperationsWithoutEffect() {
        assertThat(optimized(x.add(0))).isSameAs(x);
        assertThat(optimized(x.mul(1))).isSameAs(x);
        assertThat(optimized(x.div(1).sub(0))).isSameAs(x);
        assertThat(optimized(x.neg().neg())).isSameAs(x);
        assertThat(optimized(x.transpose().transpose())).isSameAs(x);
        assertThat(optimized(x.reshape(12).reshape(3, 4))).isSameAs(x);
    }

    /** Zero times infinity is not zero. */
    @Test
    void keepsAProductWithZero() {
        assertThat(optimized(x.mul(0)).primitive()).isInstanceOf(Binary.Mul.class);
    }

    @Test
    void foldsKnownNumbers() {
        Tensor folded = optimized(x.add(x.zerosLike().add(2).exp()));
        assertThat(folded.operands().get(1).primitive()).isInstanceOf(Movement.Broadcast.class);
        Tensor number = folded.operands().get(1).operands().get(0);
        assertThat(((Source.Constant) number.primitive()).value().item()).isEqualTo((float) Math.exp(2));
    }

    @Test
    void mergesEqualExpressions() {
        Tensor sum = optimized(x.mul(y).exp().add(x.mul(y).exp()));
        assertThat(sum.operands().get(0)).isSameAs(sum.operands().get(1));
    }

    @Test
    void neverMergesInputs() {
        Tensor a = Tensor.input("a", TensorType.f32());
        Tensor b = Tensor.input("b", TensorType.f32());
        Graph graph = Passes.optimize(
                Graph.builder().inputs(a, b).output("out", a.sub(b)).build());
        assertThat(graph.outputs().get("out").operands()).containsExactly(a, b);
    }

    @Test
    void slicesThePartsOfAConcatenation() {
        Tensor joined = x.concat(1, y);
        assertThat(optimized(joined.slice(1, 0, 4))).isSameAs(x);
        assertThat(optimized(joined.slice(1, 4, 8))).isSameAs(y);
        Tensor part = optimized(joined.slice(1, 5, 7));
        assertThat(part.primitive()).isEqualTo(new Movement.Slice(List.of(0, 1), List.of(3, 3), List.of(1, 1)));
        assertThat(part.operands()).containsExactly(y);
        Tensor rows = optimized(joined.slice(0, 1, 2).slice(1, 0, 4));
        assertThat(rows.shape()).isEqualTo(Shape.of(1, 4));
        assertThat(optimized(joined.slice(1, 3, 5)).operands().get(0).primitive())
                .isInstanceOf(Movement.Concat.class);
    }

    @Test
    void joinsPaddingsSideBySide() {
        Tensor sum = x.pad(1, 0, 4, 0).add(y.pad(1, 4, 0, 0));
        assertThat(optimized(sum).primitive()).isEqualTo(new Movement.Concat(1));
        assertThat(optimized(sum).operands()).containsExactly(x, y);
        assertThat(optimized(x.pad(0, 3, 0, 0).add(y.pad(0, 0, 3, 0))).operands())
                .containsExactly(y, x);
        assertThat(optimized(sum.slice(1, 4, 8))).isSameAs(y);
    }

    @Test
    void keepsPaddingsThatOverlapOrHoldMore() {
        for (Tensor sum : List.of(
                x.pad(1, 0, 3, 0).add(y.pad(1, 3, 0, 0)),
                x.pad(1, 0, 5, 0).add(y.pad(1, 5, 0, 0)),
                x.pad(1, 0, 4, 1).add(y.pad(1, 4, 0, 1)),
                x.pad(1, 0, 4, 0).pad(0, 1, 0, 0).add(y.pad(1, 4, 0, 0).pad(0, 1, 0, 0)))) {
            assertThat(optimized(sum).primitive()).isInstanceOf(Binary.Add.class);
        }
    }

    @Test
    void movesTransposesIntoProducts() {
        Tensor product = optimized(x.transpose().matmul(y));
        assertThat(product.primitive()).isEqualTo(new Contraction.Matmul(true, false));
        assertThat(product.operands()).isEqualTo(List.of(x, y));
        assertThat(product.shape()).isEqualTo(Shape.of(4, 4));
    }
}
