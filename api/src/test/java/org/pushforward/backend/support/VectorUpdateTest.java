package org.pushforward.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.Lion;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks which updates of vectors are found, whatever their formulas. */
class VectorUpdateTest {
    private static final int LENGTH = 20;
    private final Tensor parameters = Tensor.input("parameters", TensorType.f32(LENGTH));
    private final Tensor x = Tensor.input("x", TensorType.f32(4, 4));
    private final Tensor gradient = Tensor.concat(
            0,
            List.of(
                    parameters.slice(0, 0, 2).exp(),
                    parameters.slice(0, 2, 3).exp(),
                    parameters.slice(0, 3, 19).reshape(4, 4).matmul(x).reshape(16),
                    parameters.slice(0, 19, 20).exp()));

    private Graph.Builder updated(Optimizer optimizer, Tensor by) {
        List<Tensor> slots = new ArrayList<>();
        for (int i = 0; i < optimizer.slots(); i++) {
            slots.add(Tensor.input("slot." + i, parameters.type()));
        }
        List<Tensor> numbers = new ArrayList<>();
        for (double number : optimizer.coefficients(1, 1)) {
            numbers.add(Tensor.scalar(DType.F32, number));
        }
        Optimizer.Update update = optimizer.update(parameters, by, slots, numbers);
        Tensor average = Tensor.input("average", parameters.type());
        Tensor next = new ExponentialAverage(0.9).update(average, update.parameters(), Tensor.scalar(DType.F32, 0.1));
        Graph.Builder graph = Graph.builder().inputs(x).state(parameters, update.parameters());
        for (int i = 0; i < slots.size(); i++) {
            graph.state(slots.get(i), update.slots().get(i));
        }
        return graph.state(average, next);
    }

    @Test
    void anyOptimizerIsFoundWithItsAverage() {
        for (Optimizer optimizer :
                List.of(Adam.withRate(0.1), Lion.withRate(0.1).withDecay(0.1))) {
            Graph graph = updated(optimizer, gradient).build();
            List<VectorUpdate> updates = VectorUpdate.of(graph);
            assertThat(updates).hasSize(1);
            assertThat(updates.get(0).states()).isEqualTo(graph.states());
            assertThat(updates.get(0).vectors()).containsExactly(gradient);
            assertThat(updates.get(0).limits(16)).containsExactly(0, 3, 19, LENGTH);
            assertThat(updates.get(0).limits(17)).containsExactly(0, LENGTH);
        }
    }

    /** Each element of the gradient then depends on its norm, which is known only once the whole gradient is. */
    @Test
    void whatOthersReadIsNoPartOfIt() {
        Tensor doubled = gradient.mul(2);
        Graph graph = updated(Lion.withRate(0.1), doubled)
                .output("length", doubled.square().sum())
                .build();
        assertThat(VectorUpdate.of(graph)).hasSize(1);
        assertThat(VectorUpdate.of(graph).get(0).vectors()).containsExactly(doubled);
    }

    @Test
    void vectorsThatDoNotMeetAreUpdatedApart() {
        Tensor other = Tensor.input("other", TensorType.f32(LENGTH));
        Graph graph = updated(Lion.withRate(0.1), gradient)
                .state(other, other.mul(0.5))
                .build();
        assertThat(VectorUpdate.of(graph))
                .extracting(update -> update.states().size())
                .containsExactlyInAnyOrder(3, 1);
    }

    /** Every parameter needs the whole moment first. */
    @Test
    void whatWaitsForItselfIsNone() {
        Tensor moment = Tensor.input("moment", parameters.type());
        Tensor next = moment.add(gradient);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(moment, next)
                .state(parameters, parameters.sub(moment.mul(next.mean())))
                .build();
        assertThat(VectorUpdate.of(graph)).isEmpty();
    }

    @Test
    void nothingElseIsOne() {
        Tensor matrix = Tensor.input("matrix", TensorType.f32(4, 4));
        Tensor number = Tensor.input("number", TensorType.f32());
        Tensor reversed = Tensor.input("reversed", TensorType.f32(LENGTH));
        Tensor wide = Tensor.input("wide", new TensorType(DType.F64, Shape.of(LENGTH)));
        Graph graph = Graph.builder()
                .state(matrix, matrix.mul(2))
                .state(number, number.mul(2))
                .state(reversed, reversed.reverse(0))
                .state(wide, wide.mul(2))
                .build();
        assertThat(VectorUpdate.of(graph)).isEmpty();
    }
}
