package org.pushforward.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Lion;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.TensorType;

/** Tests that engines find and remove the guards of moments, and no other node of the same form. */
class SubnormalsTest {
    private static final TensorType VECTOR = TensorType.f32(5);

    private final Tensor parameters = Tensor.input("parameters", VECTOR);
    private final Tensor moment = Tensor.input("moment", VECTOR);
    private final Tensor gradient = Tensor.input("gradient", VECTOR);
    private final Tensor rate = Tensor.input("rate", TensorType.f32());

    private Graph lion() {
        Optimizer.Update update =
                Lion.withRate(1e-3).update(parameters, gradient, List.of(moment), List.of(rate, rate));
        return Graph.builder()
                .inputs(gradient, rate)
                .output("guarded", Subnormals.guarded(gradient))
                .state(parameters, update.parameters())
                .state(moment, update.slots().get(0))
                .build();
    }

    @Test
    void onlyGuardedStatesAreProne() {
        assertThat(Subnormals.prone(lion())).containsExactly(1);
    }

    @Test
    void onlyGuardsOfStatesAreRemoved() {
        Graph guarded = lion();
        Tensor next = guarded.states().get(1).next();

        Graph without = Subnormals.withoutGuards(guarded);

        assertThat(Subnormals.prone(without)).isEmpty();
        assertThat(without.states().get(1).next())
                .isSameAs(next.operands().get(0).operands().get(0));
        assertThat(without.states().get(0).next())
                .isSameAs(guarded.states().get(0).next());
        assertThat(without.outputs().get("guarded")).isSameAs(guarded.outputs().get("guarded"));
    }

    @Test
    void aSumWithAnotherNumberIsNoGuard() {
        Tensor next = moment.add(1e-3).sub(Subnormals.GUARD);
        Graph graph = Graph.builder().state(moment, next).build();

        assertThat(Subnormals.prone(graph)).isEmpty();
        assertThat(Subnormals.withoutGuards(graph).states().get(0).next()).isSameAs(next);
    }
}
