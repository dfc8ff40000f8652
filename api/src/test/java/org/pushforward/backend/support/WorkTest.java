package org.pushforward.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.TensorType;

class WorkTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(4, 8));
    private final Tensor w = Tensor.input("w", TensorType.f32(8, 16));

    private Graph graph(Tensor result) {
        return Graph.builder().inputs(x, w).output("result", result).build();
    }

    @Test
    void countsMultiplicationsOfProductsAndElementsOfTheRest() {
        assertThat(Work.of(x.matmul(w))).isEqualTo(4 * 8 * 16);
        assertThat(Work.of(x.exp())).isEqualTo(32);
        assertThat(Work.of(x.sum())).isEqualTo(32);
        assertThat(Work.perNode(graph(x.exp().sin()))).isEqualTo(64 / 3);
    }

    @Test
    void aChainHasOneNodeAtATimeAndBranchesHaveMore() {
        assertThat(Work.concurrency(graph(x.exp().sin().cos()))).isEqualTo(1);
        Tensor branches = x.exp().sin().add(x.cos().sqrt());
        assertThat(Work.concurrency(graph(branches))).isEqualTo(5 / 3.0);
        assertThat(Work.concurrency(graph(x))).isZero();
    }
}
