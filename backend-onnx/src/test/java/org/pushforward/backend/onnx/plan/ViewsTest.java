package org.pushforward.backend.onnx.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.TensorType;

class ViewsTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(4, 3, 5));

    @Test
    void contiguousRangesAreViews() {
        assertThat(Views.offset(x.reshape(12, 5))).hasValue(0);
        assertThat(Views.offset(x.slice(0, 1, 3))).hasValue(15);
        Tensor row = x.slice(0, 2, 3);
        assertThat(Views.offset(row.slice(1, 1, 3))).hasValue(5);
        assertThat(Views.offset(row.slice(1, 1, 2).slice(2, 3, 5))).hasValue(3);
    }

    @Test
    void separateRangesAreNotViews() {
        assertThat(Views.offset(x.slice(1, 0, 2))).isEmpty();
        assertThat(Views.offset(x.slice(2, 1, 2))).isEmpty();
        assertThat(Views.offset(x.reverse(0))).isEmpty();
        assertThat(Views.offset(x.neg())).isEmpty();
    }

    @Test
    void onlyConcatenationsAlongTheFirstNontrivialAxisAreSequences() {
        assertThat(Views.isSequence(x.concat(0, x))).isTrue();
        assertThat(Views.isSequence(x.concat(1, x))).isFalse();
        Tensor row = x.slice(0, 2, 3);
        assertThat(Views.isSequence(row.concat(1, row))).isTrue();
    }
}
