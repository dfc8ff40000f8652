package org.pushforward.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.TensorType;

class ForwardingEngineTest {
    private final List<Object> calls = new ArrayList<>();

    private final Engine engine = new Engine() {
        @Override
        public Set<Class<? extends Primitive>> primitives() {
            return Set.of(Source.Input.class);
        }

        @Override
        public Set<DType> dtypes() {
            return Set.of(DType.BOOL);
        }

        @Override
        public Optional<String> gap(Tensor node) {
            calls.add(node);
            return Optional.of("has a gap");
        }

        @Override
        public Program compile(Graph graph) {
            calls.add(graph);
            throw new BackendException("refused");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    };

    @Test
    void everyCallIsPassedOn() {
        Tensor x = Tensor.input("x", TensorType.f32(2));
        Graph graph = Graph.builder().inputs(x).output("y", x).build();
        Engine forwarding = new ForwardingEngine(engine) {};
        assertThat(forwarding.primitives()).isEqualTo(engine.primitives());
        assertThat(forwarding.dtypes()).isEqualTo(engine.dtypes());
        assertThat(forwarding.gap(x)).hasValue("has a gap");
        assertThatThrownBy(() -> forwarding.compile(graph)).hasMessage("refused");
        forwarding.close();
        assertThat(calls).containsExactly(x, graph, "close");
    }
}
