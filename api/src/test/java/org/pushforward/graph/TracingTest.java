package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.pass.Passes;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.TensorType;

class TracingTest {
    private static final int DEPTH = 2000;

    private final Tensor x = Tensor.input("x", TensorType.f32());

    private Tensor deep() {
        Tensor y = x;
        for (int i = 0; i < DEPTH; i++) {
            y = y.sin();
        }
        return y;
    }

    private Graph graph(Tensor y) {
        return Graph.builder().inputs(x).output("y", y).build();
    }

    /**
     * Stops a function halfway.
     *
     * @param passes how often at least it visits every node; each time it asks whether to stop
     */
    private static void endsHalfway(int passes, Supplier<?> function) {
        AtomicInteger asked = new AtomicInteger();
        Tracing.unless(() -> asked.incrementAndGet() < 0, function::get);
        assertThat(asked.get()).isGreaterThanOrEqualTo(passes * DEPTH);
        int half = asked.get() / 2;
        asked.set(0);
        assertThatThrownBy(() -> Tracing.unless(() -> asked.incrementAndGet() > half, function::get))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("a stop was requested");
        assertThat(asked).as("ended at once").hasValue(half + 1);
    }

    @Test
    void makingNodesEnds() {
        endsHalfway(1, this::deep);
    }

    @Test
    void derivativesEnd() {
        Tensor y = deep();
        endsHalfway(3, () -> Gradients.of(y, x));
    }

    @Test
    void graphsAndTheirPassesEnd() {
        Tensor y = deep();
        endsHalfway(3, () -> graph(y));
        Graph graph = graph(y);
        endsHalfway(10, () -> Passes.optimize(graph));
    }

    @Test
    void rewritingEndsAtTheNextNode() {
        Tensor y = deep();
        AtomicInteger rewritten = new AtomicInteger();
        Rewrite none = (node, operands) -> {
            rewritten.incrementAndGet();
            return node;
        };
        assertThatThrownBy(() -> Tracing.unless(() -> rewritten.get() == 500, () -> none.apply(List.of(y))))
                .isInstanceOf(CancellationException.class);
        assertThat(rewritten).hasValue(500);
    }

    @Test
    void onlyTheFunctionAndOnlyItsThreadIsStopped() {
        assertThat(Tracing.isStopped()).isFalse();
        Tracing.unless(() -> true, () -> {
            assertThat(Tracing.isStopped()).isTrue();
            assertThat(CompletableFuture.supplyAsync(this::deep).join()).isNotNull();
            return 0;
        });
        assertThat(Tracing.isStopped()).isFalse();
        assertThat(deep()).isNotNull();
    }

    @Test
    void aStopOfTheOuterFunctionEndsTheInnerOne() {
        for (List<Boolean> stops : List.of(List.of(true, false), List.of(false, true))) {
            Tracing.unless(() -> stops.get(0), () -> {
                assertThatThrownBy(() -> Tracing.unless(() -> stops.get(1), this::deep))
                        .isInstanceOf(CancellationException.class);
                assertThat(Tracing.isStopped()).isEqualTo(stops.get(0));
                return 0;
            });
        }
    }
}
