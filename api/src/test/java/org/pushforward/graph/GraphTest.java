package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.pass.Passes;
import org.pushforward.tensor.TensorType;

class GraphTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(2));
    private final Tensor y = Tensor.input("y", TensorType.f32(2));

    @Test
    void printsAsText() {
        Graph graph = Graph.builder()
                .inputs(x)
                .state(y, y.add(x))
                .output("sum", y.add(x).sum())
                .build();
        assertThat(graph.text())
                .contains("%0: f32[2] = input[y]()")
                .contains("%2: f32[2] = add(%0, %1)")
                .contains("reduce_sum[axes=[0]]")
                .contains("output sum = ")
                .contains("state y <- ");
        assertThat(graph.dot()).startsWith("digraph").contains("reduce_sum").endsWith("}\n");
    }

    @Test
    void refusesAnInputThatWasNotDeclared() {
        assertThatThrownBy(() -> Graph.builder().inputs(x).output("z", x.add(y)).build())
                .hasMessageContaining("input[y]")
                .hasMessageContaining("declare it");
    }

    @Test
    void refusesTwoOfOneName() {
        Tensor again = Tensor.input("x", TensorType.f32());
        assertThatThrownBy(() -> Graph.builder().inputs(x, again).build()).hasMessageContaining("named x");
        assertThatThrownBy(() -> Graph.builder().inputs(x).output("a", x).output("a", x))
                .hasMessageContaining("named a");
    }

    @Test
    void refusesAStateThatChangesItsType() {
        assertThatThrownBy(() -> Graph.builder().state(x, x.sum()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("f32[2]");
    }

    @Test
    void rewritingKeepsTheBatch() {
        Tensor x = Tensor.input("x", TensorType.f32(3));
        Graph graph =
                Graph.builder().inputs(x).batched(x).output("y", x.neg().neg()).build();
        assertThat(Passes.optimize(graph).batched()).containsExactly(x);
    }

    @Test
    void refusesABatchThatIsNone() {
        Tensor x = Tensor.input("x", TensorType.f32(3));
        Tensor s = Tensor.input("s", TensorType.f32(2));
        Graph.Builder undeclared = Graph.builder().inputs(x).batched(x, s).output("y", x);
        assertThatThrownBy(undeclared::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batched node")
                .hasMessageContaining("declare it");
        Graph.Builder uneven = Graph.builder().inputs(x, s).batched(s, x).output("y", x);
        assertThatThrownBy(uneven::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a first axis that counts rows");
    }

    @Test
    void sortsADeepGraphOnAShallowStack() {
        Tensor deep = x;
        for (int i = 0; i < 100_000; i++) {
            deep = deep.neg();
        }
        assertThat(Topology.sort(List.of(deep))).hasSize(100_001);
    }
}
