package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.nn.Dense;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks that shape and type errors are found while the model is traced, and name the source line. */
class TraceExceptionTest {
    private final Tensor a = Tensor.input("a", TensorType.f32(2, 3));
    private final Tensor b = Tensor.input("b", TensorType.f32(4, 5));

    @Test
    void namesTheOperationTheShapesAndTheCallersLine() {
        TraceException error = catchThrowableOfType(TraceException.class, () -> a.matmul(b));
        assertThat(error)
                .hasMessageContaining("matmul")
                .hasMessageContaining("f32[2, 3], f32[4, 5]")
                .hasMessageContaining("inner lengths, not 3 and 4")
                .hasMessageContaining("TraceExceptionTest.java:");
        assertThat(error.caller().orElseThrow().getMethodName()).contains("namesTheOperation");
    }

    @Test
    void looksThroughLayersForTheCaller() {
        Dense dense = new Dense(Scope.root(), 7, 1);
        TraceException error = catchThrowableOfType(TraceException.class, () -> dense.apply(a));
        assertThat(error.caller().orElseThrow().getFileName()).isEqualTo("TraceExceptionTest.java");
    }

    @Test
    void neverPromotes() {
        Tensor whole = Tensor.input("i", new TensorType(DType.I64, Shape.of(2, 3)));
        assertThatThrownBy(() -> a.add(whole))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("not promoted silently");
        assertThatThrownBy(() -> whole.exp()).hasMessageContaining("floating-point");
        assertThatThrownBy(() -> whole.div(whole)).hasMessageContaining("floating-point");
        assertThatThrownBy(() -> a.and(a)).hasMessageContaining("booleans");
    }

    @Test
    void saysWhyShapesDoNotBroadcast() {
        assertThatThrownBy(() -> a.add(b))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("add")
                .hasMessageContaining("neither is 1");
    }

    @Test
    void checksAxesAndRanges() {
        assertThatThrownBy(() -> a.sum(2)).isInstanceOf(TraceException.class).hasMessageContaining("axis 2");
        assertThatThrownBy(() -> a.slice(1, 1, 4))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("<= 3");
        assertThatThrownBy(() -> a.reshape(4, 2))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("6 elements");
        assertThatThrownBy(() -> a.transpose(0, 0))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("permutation");
        assertThatThrownBy(() -> Tensor.concat(0, List.of(a, b)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("axis 0");
        assertThatThrownBy(() -> Tensor.concat(0, List.of())).isInstanceOf(TraceException.class);
    }
}
