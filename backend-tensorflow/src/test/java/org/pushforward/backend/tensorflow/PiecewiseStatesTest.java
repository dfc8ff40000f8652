package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.TensorType;

/** Checks which parameters in a flat vector are large enough for separate states. */
final class PiecewiseStatesTest {
    private static final int[] SIZES = {30, 8 * 5000, 200 * 200, 10, 20};
    private static final TensorType VECTOR = TensorType.f32(IntStream.of(SIZES).sum());

    private static Graph training() {
        Adam adam = Adam.withRate(0.1);
        Tensor theta = Tensor.input("theta", VECTOR);
        Tensor first = Tensor.input("first", VECTOR);
        Tensor second = Tensor.input("second", VECTOR);
        Tensor average = Tensor.input("average", VECTOR);
        List<Tensor> gradients = new ArrayList<>();
        int start = 0;
        for (int size : SIZES) {
            gradients.add(theta.slice(0, start, start + size).sin());
            start += size;
        }
        List<Tensor> scalars = DoubleStream.of(adam.coefficients(0, 1))
                .mapToObj(number -> Tensor.scalar(DType.F32, number))
                .toList();
        Optimizer.Update next = adam.update(theta, Tensor.concat(0, gradients), List.of(first, second), scalars);
        return Graph.builder()
                .state(average, average.add(next.parameters()).mul(0.5))
                .state(theta, next.parameters())
                .state(first, next.slots().get(0))
                .state(second, next.slots().get(1))
                .build();
    }

    @Test
    void largeParametersAreStatesOfTheirOwn() {
        PiecewiseStates states = new PiecewiseStates(training());
        List<Integer> limits = List.of(0, 30, 40030, 80030, 80060);
        assertThat(states.limits()).containsExactly(limits, limits, limits, limits);
        assertThat(states.divided().states()).hasSize(16);
    }
}
