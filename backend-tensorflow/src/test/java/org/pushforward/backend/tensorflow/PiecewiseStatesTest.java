package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Rewrite;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Flat parameters of which some are large enough for a state of their own. */
final class PiecewiseStatesTest {
    private static final int[] SIZES = {30, 8 * 5000, 200 * 200, 10, 20};
    private static final int LENGTH = IntStream.of(SIZES).sum();
    private static final TensorType VECTOR = TensorType.f32(LENGTH);
    private static final Tensor THETA = Tensor.input("theta", VECTOR);
    private static final Tensor FIRST = Tensor.input("first", VECTOR);
    private static final Tensor SECOND = Tensor.input("second", VECTOR);
    private static final Tensor NUMBERS = Tensor.input("numbers", TensorType.f32(5));

    private static Graph training(Adam adam) {
        List<Tensor> parts = new ArrayList<>();
        for (int size : SIZES) {
            parts.add(Tensor.input("part" + parts.size(), TensorType.f32(size)));
        }
        Tensor loss = parts.get(0).sin().sum();
        for (Tensor part : parts.subList(1, 5)) {
            loss = loss.add(part.square().mul(part.add(1)).sum());
        }
        List<Tensor> gradients = Gradients.of(loss, parts);
        Map<Tensor, Tensor> present = new LinkedHashMap<>();
        int start = 0;
        for (Tensor part : parts) {
            present.put(part, THETA.slice(0, start, start + part.shape().size()));
            start += part.shape().size();
        }
        Tensor gradient = Rewrite.substitution(present)
                .apply(List.of(Tensor.concat(0, gradients)))
                .get(0);
        List<Tensor> scalars = IntStream.range(0, 5)
                .mapToObj(i -> NUMBERS.slice(0, i, i + 1).reshape(Shape.scalar()))
                .toList();
        Optimizer.Update next = adam.update(THETA, gradient, List.of(FIRST, SECOND), scalars);
        Tensor average = Tensor.input("average", VECTOR);
        return Graph.builder()
                .inputs(NUMBERS)
                .state(average, average.add(next.parameters()).mul(0.5))
                .state(THETA, next.parameters())
                .state(FIRST, next.slots().get(0))
                .state(SECOND, next.slots().get(1))
                .output("across", THETA.slice(0, 10, LENGTH - 5).sum())
                .output("inside", THETA.slice(0, 50, 90))
                .output("whole", THETA.cos().sum())
                .build();
    }

    @Test
    void largeParametersAreStatesOfTheirOwn() {
        PiecewiseStates states = new PiecewiseStates(training(Adam.withRate(0.1)));
        List<Integer> limits = List.of(0, 30, 40030, 80030, 80060);
        assertThat(states.limits()).containsExactly(List.of(), limits, limits, limits);
        assertThat(states.divided().states()).hasSize(13);
    }

    @Test
    void theyAreUpdatedAsTheWholeIs() {
        Adam adam = Adam.withRate(0.1);
        Graph graph = training(adam);
        try (Backend backend = Backends.open("tensorflow")) {
            AdamRuns.check(backend, adam, graph);
        }
    }
}
