package org.pushforward.zoo.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
import org.pushforward.zoo.gan.WassersteinGp.Sides;

/** Checks the gradient penalty and its gradient with respect to the critic (P19). */
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

    /** Returns the penalty of a critic with weights w and its gradient with respect to w. */
    private List<HostArray> penalty(Sides sides, Layer critic, double... weights) {
        return values(GradientPenalty.of(critic, x, y, u, sides), weights);
    }

    private List<HostArray> values(Tensor penalty, double... weights) {
        Graph graph = Graph.builder()
                .inputs(w)
                .output("penalty", penalty)
                .output("gradient", Gradients.of(penalty, w))
                .build();
        return List.copyOf(ReferenceInterpreter.evaluate(graph, Map.of("w", HostArray.of(WEIGHTS.shape(), weights)))
                .values());
    }

    private static void assertSquaredMiss(List<HostArray> results, double length, double... weights) {
        assertThat(results.get(0).item()).isCloseTo((length - 1) * (length - 1), within(1e-7));
        for (int i = 0; i < weights.length; i++) {
            assertThat(results.get(1).get(i)).isCloseTo(2 * (length - 1) * weights[i] / length, within(1e-7));
        }
    }

    @ParameterizedTest
    @EnumSource
    void penaltyOfALinearCriticHasAClosedForm(Sides sides) {
        assertSquaredMiss(penalty(sides, in -> in.matmul(w), 1, -2, 2), 3, 1, -2, 2);
    }

    /** Only the two-sided penalty counts a slope of one half. */
    @Test
    void aSmallGradientIsPenalizedOnlyByTheTwoSidedPenalty() {
        double[] gentle = {0.3, 0, -0.4};
        assertSquaredMiss(penalty(Sides.TWO, in -> in.matmul(w), gentle), 0.5, gentle);
        List<HostArray> one = penalty(Sides.ONE, in -> in.matmul(w), gentle);
        assertThat(one.get(0).item()).isZero();
        assertThat(one.get(1).toDoubles()).containsOnly(0);
    }

    /** For images [n, 1, 1, 3] the length covers all axes except the first. */
    @ParameterizedTest
    @EnumSource
    void penaltyOfImagesCoversAllAxes(Sides sides) {
        Layer critic = in -> in.reshape(in.dim(0), -1).matmul(w);
        Tensor penalty =
                GradientPenalty.of(critic, x.reshape(4, 1, 1, 3), y.reshape(4, 1, 1, 3), u.reshape(4, 1, 1, 1), sides);
        assertSquaredMiss(values(penalty, 1, -2, 2), 3, 1, -2, 2);
    }

    /** The slope of |h|^2 / 2 is h = u x + (1 - u) y itself, so the penalty reveals where it was evaluated. */
    @Test
    void penaltyIsEvaluatedOnTheSegmentBetweenBoth() {
        Layer critic = in -> in.square().sum(1).expandDims(1).mul(0.5);
        double expected = 0;
        double[] xs = x.primitive() instanceof org.pushforward.graph.Source.Constant c
                ? c.value().toDoubles()
                : null;
        double[] ys = y.primitive() instanceof org.pushforward.graph.Source.Constant c
                ? c.value().toDoubles()
                : null;
        double[] us = u.primitive() instanceof org.pushforward.graph.Source.Constant c
                ? c.value().toDoubles()
                : null;
        for (int n = 0; n < 4; n++) {
            double square = 0;
            for (int j = 0; j < 3; j++) {
                double h = us[n] * xs[3 * n + j] + (1 - us[n]) * ys[3 * n + j];
                square += h * h;
            }
            expected += Math.pow(Math.sqrt(square) - 1, 2) / 4;
        }
        Graph graph = Graph.builder()
                .output("penalty", GradientPenalty.of(critic, x, y, u, Sides.TWO))
                .build();
        double actual =
                ReferenceInterpreter.evaluate(graph, Map.of()).get("penalty").item();
        assertThat(actual).isCloseTo(expected, within(1e-7));
    }

    @Test
    void hasAFiniteGradientWhereTheSlopeIsZero() {
        List<HostArray> results = penalty(Sides.TWO, in -> in.matmul(w), 0, 0, 0);
        assertThat(results.get(0).item()).isCloseTo(1, within(1e-3));
        assertThat(results.get(1).isFinite()).isTrue();
        assertThat(penalty(Sides.ONE, in -> in.matmul(w), 0, 0, 0).get(1).isFinite())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void hasTheGradientOfFiniteDifferences(Sides sides) {
        Layer critic =
                in -> in.matmul(w).tanh().add(in.mul(in.matmul(w).sin()).sum(1).expandDims(1));
        double[] at = {0.3, -0.8, 0.5};
        HostArray gradient = penalty(sides, critic, at).get(1);
        double h = 1e-5;
        for (int i = 0; i < 3; i++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[i] += h;
            below[i] -= h;
            double slope = (penalty(sides, critic, above).get(0).item()
                            - penalty(sides, critic, below).get(0).item())
                    / (2 * h);
            assertThat(gradient.get(i)).isCloseTo(slope, within(1e-7));
        }
    }

    @Test
    void rowsOfAnotherShapeAreRefused() {
        assertThatThrownBy(() -> GradientPenalty.of(in -> in.matmul(w), x, y, constant("u", 4), Sides.TWO))
                .hasMessageContaining("u of type f64[4]")
                .hasMessageContaining("[4, 1]");
        assertThatThrownBy(() -> GradientPenalty.of(in -> in.matmul(w), x, constant("y", 4, 1), u, Sides.TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f64[4, 1]");
    }
}
