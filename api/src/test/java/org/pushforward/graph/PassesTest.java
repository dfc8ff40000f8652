package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class PassesTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(3, 4));
    private final Tensor y = Tensor.input("y", TensorType.f32(3, 4));

    private Tensor optimised(Tensor tensor) {
        Graph graph = Graph.builder().inputs(x, y).output("out", tensor).build();
        return Passes.optimise(graph).outputs().get("out");
    }

    @Test
    void removesWhatDoesNothing() {
        assertThat(optimised(x.add(0))).isSameAs(x);
        assertThat(optimised(x.mul(1))).isSameAs(x);
        assertThat(optimised(x.div(1).sub(0))).isSameAs(x);
        assertThat(optimised(x.neg().neg())).isSameAs(x);
        assertThat(optimised(x.transpose().transpose())).isSameAs(x);
        assertThat(optimised(x.reshape(12).reshape(3, 4))).isSameAs(x);
    }

    /** Zero times infinity is not zero. */
    @Test
    void keepsAProductWithZero() {
        assertThat(optimised(x.mul(0)).primitive()).isInstanceOf(Binary.Mul.class);
    }

    @Test
    void foldsKnownNumbers() {
        Tensor folded = optimised(x.add(x.zerosLike().add(2).exp()));
        assertThat(folded.operands().get(1).primitive()).isInstanceOf(Movement.Broadcast.class);
        Tensor number = folded.operands().get(1).operands().get(0);
        assertThat(((Source.Constant) number.primitive()).value().item()).isEqualTo((float) Math.exp(2));
    }

    @Test
    void mergesEqualExpressions() {
        Tensor sum = optimised(x.mul(y).exp().add(x.mul(y).exp()));
        assertThat(sum.operands().get(0)).isSameAs(sum.operands().get(1));
    }

    @Test
    void neverMergesInputs() {
        Tensor a = Tensor.input("a", TensorType.f32());
        Tensor b = Tensor.input("b", TensorType.f32());
        Graph graph = Passes.optimise(
                Graph.builder().inputs(a, b).output("out", a.sub(b)).build());
        assertThat(graph.outputs().get("out").operands()).containsExactly(a, b);
    }

    @Test
    void movesTransposesIntoProducts() {
        Tensor product = optimised(x.transpose().matmul(y));
        assertThat(product.primitive()).isEqualTo(new Contraction.Matmul(true, false));
        assertThat(product.operands()).isEqualTo(List.of(x, y));
        assertThat(product.shape()).isEqualTo(Shape.of(4, 4));
    }
}
