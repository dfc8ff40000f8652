package org.pushforward.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks each optimizer on a parabola with gradient theta - 3, against its formula in plain Java. */
class OptimizerTest {
    private static final int STEPS = 5;
    private static final double[] START = {1, -2};

    /** The update of one parameter in plain Java; returns the parameter after a step. */
    @FunctionalInterface
    private interface Rule {
        double next(int step, double theta, double gradient);
    }

    private static double[] run(Optimizer optimizer) {
        double[] theta = START.clone();
        List<double[]> slots = new ArrayList<>();
        for (int i = 0; i < optimizer.slots(); i++) {
            slots.add(new double[2]);
        }
        for (int step = 1; step <= STEPS; step++) {
            List<double[]> next = step(optimizer, step, theta, slots);
            theta = next.get(0);
            slots = next.subList(1, next.size());
        }
        return theta;
    }

    private static List<double[]> step(Optimizer optimizer, int step, double[] theta, List<double[]> slots) {
        return step(optimizer, step, theta, Arrays.stream(theta).map(v -> v - 3).toArray(), slots);
    }

    private static List<double[]> step(
            Optimizer optimizer, int step, double[] theta, double[] slope, List<double[]> slots) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        Tensor parameters = input(values, "theta", theta);
        Tensor gradient = input(values, "gradient", slope);
        List<Tensor> kept = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            kept.add(input(values, "slot." + i, slots.get(i)));
        }
        List<Tensor> coefficients = new ArrayList<>();
        for (double number : optimizer.coefficients(step, step)) {
            coefficients.add(Tensor.scalar(DType.F64, number));
        }
        Optimizer.Update update = optimizer.update(parameters, gradient, kept, coefficients);
        Graph.Builder graph =
                Graph.builder().inputs(parameters, gradient).inputs(kept).output("theta", update.parameters());
        for (int i = 0; i < kept.size(); i++) {
            graph.output("slot." + i, update.slots().get(i));
        }
        return ReferenceInterpreter.evaluate(graph.build(), values).values().stream()
                .map(HostArray::toDoubles)
                .toList();
    }

    private static Tensor input(Map<String, HostArray> values, String name, double[] value) {
        Shape shape = Shape.of(value.length);
        values.put(name, HostArray.of(shape, value));
        return Tensor.input(name, new TensorType(DType.F64, shape));
    }

    private static void assertFollows(Optimizer optimizer, java.util.function.Supplier<Rule> rule) {
        double[] actual = run(optimizer);
        for (int i = 0; i < START.length; i++) {
            Rule one = rule.get();
            double theta = START[i];
            for (int step = 1; step <= STEPS; step++) {
                theta = one.next(step, theta, theta - 3);
            }
            assertThat(actual[i]).isCloseTo(theta, within(1e-12));
        }
    }

    @Test
    void descentSubtractsTheGradient() {
        assertFollows(Sgd.withRate(0.1), () -> (step, theta, g) -> theta - 0.1 * g);
    }

    @Test
    void momentumAccumulates() {
        assertFollows(new Sgd(LearningRate.constant(0.1), 0.9), () -> {
            double[] v = {0};
            return (step, theta, g) -> {
                v[0] = 0.9 * v[0] + g;
                return theta - 0.1 * v[0];
            };
        });
    }

    @Test
    void adamDividesByTheRootOfTheSecondMoment() {
        assertFollows(Adam.withRate(0.1), () -> adam(0));
    }

    @Test
    void adamWDecaysWeightsDecoupledFromTheGradient() {
        assertFollows(Adam.withRate(0.1).withDecay(0.5), () -> adam(0.5));
    }

    private static Rule adam(double decay) {
        double[] moments = {0, 0};
        return (step, theta, g) -> {
            moments[0] = 0.9 * moments[0] + 0.1 * g;
            moments[1] = 0.999 * moments[1] + 0.001 * g * g;
            double m = moments[0] / (1 - Math.pow(0.9, step));
            double v = moments[1] / (1 - Math.pow(0.999, step));
            return (1 - 0.1 * decay) * theta - 0.1 * m / (Math.sqrt(v) + 1e-8);
        };
    }

    @Test
    void lionMovesByTheSignOfAMomentum() {
        assertFollows(Lion.withRate(0.1), () -> lion(0));
    }

    @Test
    void lionDecaysWeightsDecoupledFromTheGradient() {
        assertFollows(Lion.withRate(0.1).withDecay(0.5), () -> lion(0.5));
    }

    private static Rule lion(double decay) {
        double[] momentum = {0};
        return (step, theta, g) -> {
            double direction = Math.signum(0.9 * momentum[0] + 0.1 * g);
            momentum[0] = 0.99 * momentum[0] + 0.01 * g;
            return (1 - 0.1 * decay) * theta - 0.1 * direction;
        };
    }

    /** The first momentum is 0.01 (-2, -5). It outweighs a small gradient of the opposite sign, but not a large one. */
    @Test
    void lionTurnsWhenTheGradientOutweighsTheMomentum() {
        List<double[]> first = step(Lion.withRate(0.1), 1, START, List.of(new double[2]));
        assertThat(first.get(0)).containsExactly(new double[] {1.1, -1.9}, within(1e-12));
        assertThat(first.get(1)).containsExactly(new double[] {-0.02, -0.05}, within(1e-12));
        List<double[]> slots = List.of(first.get(1));
        assertThat(step(Lion.withRate(0.1), 2, new double[] {3.1, 3.1}, slots).get(0))
                .containsExactly(new double[] {3.2, 3.2}, within(1e-12));
        assertThat(step(Lion.withRate(0.1), 2, new double[] {3.4, 3.6}, slots).get(0))
                .containsExactly(new double[] {3.3, 3.5}, within(1e-12));
    }

    /** With m = 1, the direction changes at g = -9 and the momentum keeps 99 hundredths of m. */
    @Test
    void lionWeighsMomentumAndGradient() {
        List<double[]> next =
                step(Lion.withRate(0.1), 1, new double[2], new double[] {-8.9, -9.1}, List.of(new double[] {1, 1}));
        assertThat(next.get(0)).containsExactly(new double[] {-0.1, 0.1}, within(1e-12));
        assertThat(next.get(1)).containsExactly(new double[] {0.901, 0.899}, within(1e-12));
        assertThat(step(
                                Lion.withRate(0.1).withBetas(0.5, 0.25),
                                1,
                                new double[2],
                                new double[] {-0.9, -1.1},
                                List.of(new double[] {1, 1}))
                        .get(1))
                .containsExactly(new double[] {-0.425, -0.575}, within(1e-12));
    }

    @Test
    void momentsInFloat32AreGuarded() {
        Tensor v = Tensor.input("v", TensorType.f32(2));
        Tensor g = Tensor.input("g", TensorType.f32(2));
        Optimizer.Update update = new Sgd(LearningRate.constant(1), 0.5)
                .update(Tensor.input("theta", TensorType.f32(2)), g, List.of(v), List.of(Tensor.scalar(DType.F32, 1)));
        Graph graph = Graph.builder()
                .inputs(g)
                .state(v, update.slots().get(0))
                .output("v", v)
                .build();
        assertThat(Subnormals.prone(graph)).containsExactly(0);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Lion.withRate(0.1).withBetas(1, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("betas = 1.0, 0.9 of Lion");
        assertThatThrownBy(() -> Lion.withRate(0.1).withDecay(-1)).hasMessageContaining("decay = -1.0 of Lion");
    }

    /** The gradient of the first step is (-2, -5), of length sqrt(29). */
    @Test
    void clippingScalesTheWholeGradient() {
        double[] first =
                step(new ClippedByNorm(Sgd.withRate(1), 1), 1, START, List.of()).get(0);
        assertThat(first[0]).isCloseTo(1 + 2 / Math.sqrt(29), within(1e-12));
        assertThat(first[1]).isCloseTo(-2 + 5 / Math.sqrt(29), within(1e-12));
        double[] untouched =
                step(new ClippedByNorm(Sgd.withRate(1), 6), 1, START, List.of()).get(0);
        assertThat(untouched).containsExactly(3, 3);
        for (double norm : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new ClippedByNorm(Sgd.withRate(1), norm))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("norm = " + norm);
        }
    }

    /** A triangle with sides 3, 4 and 5, whose squares overflow or underflow, in all quadrants. */
    @Test
    void clippingKeepsTheDirectionOfAnyGradient() {
        for (double scale : new double[] {1e300, 1, 1e-200}) {
            for (double[] side : new double[][] {{3, 4}, {-3, -4}, {-4, 3}}) {
                double[] gradient = {scale * side[0], scale * side[1]};
                double norm = 2.5e-7 * Math.min(scale, 1);
                double[] next = step(new ClippedByNorm(Sgd.withRate(1), norm), 1, new double[2], gradient, List.of())
                        .get(0);
                for (int i = 0; i < 2; i++) {
                    // Relative to the norm, rounding only.
                    assertThat(next[i] / norm).isCloseTo(-side[i] / 5, within(1e-14));
                }
            }
        }
        Optimizer unit = new ClippedByNorm(Sgd.withRate(1), 1);
        assertThat(step(unit, 1, new double[] {7, 8}, new double[2], List.of()).get(0))
                .containsExactly(7, 8);
        assertThat(step(unit, 1, new double[0], new double[0], List.of()).get(0))
                .isEmpty();
        assertThat(step(unit, 1, new double[2], new double[] {Double.POSITIVE_INFINITY, 1}, List.of())
                        .get(0))
                .containsOnly(Double.NaN);
    }

    /** Adam's first step has the length of the rate, whatever the gradient. */
    @Test
    void clippingKeepsTheMomentsOfItsOptimizer() {
        Optimizer clipped = new ClippedByNorm(Adam.withRate(0.1), 1);
        assertThat(clipped.slots()).isEqualTo(2);
        List<double[]> next =
                step(clipped, 1, new double[2], new double[] {30, 40}, List.of(new double[2], new double[2]));
        assertThat(next.get(0)).containsExactly(new double[] {-0.1, -0.1}, within(1e-8));
        assertThat(next.get(1)).containsExactly(new double[] {0.06, 0.08}, within(1e-12));
        assertThat(next.get(2)).containsExactly(new double[] {0.36e-3, 0.64e-3}, within(1e-12));
    }

    @Test
    void theAverageMovesByItsWeight() {
        ExponentialAverage average = new ExponentialAverage(0.99);
        assertThat(average.weight(1)).isCloseTo(1 - 2.0 / 11, within(1e-12));
        assertThat(average.weight(100_000)).isCloseTo(0.01, within(1e-12));
        Map<String, HostArray> values = new LinkedHashMap<>();
        Tensor a = input(values, "a", new double[] {0, 10});
        Tensor theta = input(values, "theta", new double[] {4, 20});
        Graph graph = Graph.builder()
                .inputs(a, theta)
                .output("next", average.update(a, theta, Tensor.scalar(DType.F64, 0.25)))
                .build();
        assertThat(ReferenceInterpreter.evaluate(graph, values).get("next").toDoubles())
                .containsExactly(1, 12.5);
    }
}
