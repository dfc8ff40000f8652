package org.pushforward.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.TensorType;

/** Checks the graphs of derivatives; the conformance kit checks their values against the interpreter. */
class GradientsTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(2, 3));
    private final Tensor y = Tensor.input("y", TensorType.f32(3));

    @Test
    void everyPrimitiveHasARule() {
        Deque<Class<?>> open = new ArrayDeque<>(List.of(Primitive.class));
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            if (type.isRecord()) {
                assertThat(DerivativeRules.covers(type))
                        .as(type.getSimpleName())
                        .isTrue();
            } else {
                open.addAll(List.of(type.getPermittedSubclasses()));
            }
        }
        assertThat(DerivativeRules.covers(Primitive.class)).isFalse();
    }

    @Test
    void aGradientHasTheTypeOfItsNode() {
        List<Tensor> gradients = Gradients.of(x.mul(y).sum(), List.of(x, y));
        assertThat(gradients).extracting(Tensor::type).containsExactly(x.type(), y.type());
    }

    @Test
    void theGradientOfAnUnusedInputIsZero() {
        Tensor gradient = Gradients.of(x.sum(), y);
        assertThat(gradient.type()).isEqualTo(y.type());
        assertThat(gradient.toString()).contains("broadcast");
    }

    @Test
    void refusesAGradientOfWhatIsNotAScalar() {
        assertThatThrownBy(() -> Gradients.of(x, y))
                .hasMessageContaining("scalar")
                .hasMessageContaining("vjp()");
        assertThatThrownBy(() -> Gradients.vjp(List.of(x), List.of(x), List.of(y)))
                .hasMessageContaining("cotangent")
                .hasMessageContaining("f32[2, 3]");
    }
}
