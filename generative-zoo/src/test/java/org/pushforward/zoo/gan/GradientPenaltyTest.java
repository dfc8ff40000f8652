package org.pushforward.zoo.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Layer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The gradient penalty and its gradient in the critic (P19). */
class GradientPenaltyTest {
    private static final RandomKey KEY = RandomKey.of(5);
    private static final TensorType WEIGHTS = new TensorType(DType.F64, Shape.of(3, 1));

    private final Tensor w = Tensor.input("w", WEIGHTS);
    private final Tensor x = constant("x", 4, 3);
    private final Tensor y = constant("y", 4, 3);
    private final Tensor u = constant("u", 4, 1);

    private static Tensor constant(String name, int... dims) {
        return Tensor.constant(KEY.fold(name).normal(Shape.of(dims)).cast(DType.F64));
    }

    /** Returns the penalty of a critic with weights w, and its gradient in w. */
    private List<HostArray> penalty(Layer critic, double... weights) {
        Tensor penalty = GradientPenalty.of(critic, x, y, u);
        Graph graph = Graph.builder()
                .inputs(w)
                .output("penalty", penalty)
                .output("gradient", Gradients.of(penalty, w))
                .build();
        return List.copyOf(ReferenceInterpreter.evaluate(graph, Map.of("w", HostArray.of(WEIGHTS.shape(), weights)))
                .values());
    }

    @Test
    void ofALinearCriticIsTheSquaredMissOfItsSlope() {
        List<HostArray> results = penalty(in -> in.matmul(w), 1, -2, 2);
        assertThat(results.get(0).item()).isCloseTo(4, within(1e-7));
        for (int i = 0; i < 3; i++) {
            double weight = new double[] {1, -2, 2}[i];
            assertThat(results.get(1).get(i)).isCloseTo(2 * (3 - 1) * weight / 3, within(1e-7));
        }
    }

    @Test
    void hasAFiniteGradientWhereTheSlopeIsZero() {
        List<HostArray> results = penalty(in -> in.matmul(w), 0, 0, 0);
        assertThat(results.get(0).item()).isCloseTo(1, within(1e-3));
        assertThat(results.get(1).isFinite()).isTrue();
    }

    @Test
    void hasTheGradientOfFiniteDifferences() {
        Layer critic =
                in -> in.matmul(w).tanh().add(in.mul(in.matmul(w).sin()).sum(1).expandDims(1));
        double[] at = {0.3, -0.8, 0.5};
        HostArray gradient = penalty(critic, at).get(1);
        double h = 1e-5;
        for (int i = 0; i < 3; i++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[i] += h;
            below[i] -= h;
            double slope = (penalty(critic, above).get(0).item()
                            - penalty(critic, below).get(0).item())
                    / (2 * h);
            assertThat(gradient.get(i)).isCloseTo(slope, within(1e-7));
        }
    }
}
