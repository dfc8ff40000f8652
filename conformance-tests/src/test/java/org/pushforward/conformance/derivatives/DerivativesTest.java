package org.pushforward.conformance.derivatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.backend.support.Primitives;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.GradientCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.values.OperationCases;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Logical;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The table of derivatives is complete, its Jacobians are adjoint, and finite differences agree with it. */
class DerivativesTest {
    /** The step of central differences: their error is about its square, plus rounding of about 1e-16 divided by it. */
    private static final double STEP = 1e-5;

    /** No derivative passes through these. */
    private static final Set<Class<?>> FLAT = Set.of(
            Source.class,
            Comparison.class,
            Logical.class,
            Unary.Sign.class,
            Unary.Floor.class,
            Unary.Ceil.class,
            Unary.Round.class,
            Unary.FloorDiv.class,
            Unary.FloorMod.class,
            Elementwise.StopGradient.class,
            Indexing.ArgSort.class,
            Indexing.ArgMax.class,
            RandomBits.class);

    @Test
    void everyPrimitiveHasADerivativeOrIsFlat() {
        Set<Class<?>> differentiated = new HashSet<>();
        for (ConformanceCase each : OperationCases.all()) {
            List<Tensor> x = inputs(each.operands());
            Tensor y = each.program().apply(x).get(0);
            Tensor cotangent = Tensor.input("u", y.type());
            List<Tensor> slopes = Gradients.vjp(List.of(y), floating(x), List.of(cotangent));
            if (y.primitive().getClass() == each.subject()
                    && !y.operands().isEmpty()
                    && slopes.stream()
                            .anyMatch(slope -> Topology.sort(List.of(slope)).contains(cotangent))) {
                differentiated.add(each.subject());
            }
        }
        Set<Class<?>> expected = new HashSet<>(Primitives.all());
        expected.removeIf(primitive -> FLAT.stream().anyMatch(flat -> flat.isAssignableFrom(primitive)));
        assertThat(differentiated).isEqualTo(expected);
        Set<Class<?>> compared = new HashSet<>();
        GradientCases.functions().forEach(each -> compared.add(each.subject()));
        assertThat(compared).containsAll(expected);
    }

    @Test
    void derivativesAtKinksFollowPyTorch() {
        HostArray ties = TestOperands.vector(DType.F64, 1, 3, 3, 0);
        HostArray other = TestOperands.vector(DType.F64, 2, 3, 1, 0);
        assertThat(slope(x -> x.get(0).max(x.get(1)), ties, other)).containsExactly(0, 0.5, 1, 0.5);
        assertThat(slope(x -> x.get(0).min(x.get(1)), ties, other)).containsExactly(1, 0.5, 0, 0.5);
        assertThat(slope(x -> x.get(0).maxOver(0), ties)).containsExactly(0, 0.5, 0.5, 0);
        assertThat(slope(x -> x.get(0).abs(), TestOperands.vector(DType.F64, -2, 0, 2)))
                .containsExactly(-1, 0, 1);
        assertThat(slope(
                        x -> x.get(0).pow(x.get(1)),
                        TestOperands.vector(DType.F64, 0, 0),
                        TestOperands.vector(DType.F64, 0, 2)))
                .containsExactly(0, 0);
        HostArray multiples = TestOperands.vector(DType.F64, 4, -4, 0, 6);
        HostArray divisors = TestOperands.vector(DType.F64, 2, 2, 3, -2);
        assertThat(slope(x -> x.get(0).remainder(x.get(1)), multiples, divisors))
                .containsExactly(1, 1, 1, 1);
        assertThat(slope(x -> x.get(1).remainder(x.get(0)), divisors, multiples))
                .containsExactly(-2, 2, -0.0, 3);
        HostArray halves = TestOperands.vector(DType.F64, -1, -0.5, 0, 0.5, 1);
        assertThat(slope(x -> x.get(0).floor().add(x.get(0).ceil()).add(x.get(0).round()), halves))
                .containsOnly(0);
    }

    private static double[] slope(Function<List<Tensor>, Tensor> function, HostArray... operands) {
        List<Tensor> x = inputs(List.of(operands));
        Tensor slope = Gradients.of(function.apply(x).sum(), x.get(0));
        return evaluate(x, List.of(operands), List.of(slope)).get(0).toDoubles();
    }

    @TestFactory
    Stream<DynamicTest> firstDerivatives() {
        return GradientCases.functions().stream()
                .map(each -> dynamicTest(
                        each.toString(),
                        () -> check(
                                each.operands(),
                                each.smoothness() == GradientCase.Smoothness.SMOOTH,
                                x -> List.of(each.function().apply(x)))));
    }

    @TestFactory
    Stream<DynamicTest> secondDerivatives() {
        return GradientCases.functions().stream()
                .filter(each -> each.smoothness() == GradientCase.Smoothness.SMOOTH)
                .map(each -> dynamicTest(each.toString(), () -> {
                    List<HostArray> operands = new ArrayList<>(each.operands());
                    operands.add(vectorLike(each.function().apply(inputs(each.operands())), "cotangent"));
                    check(operands, true, x -> {
                        Tensor y = each.function().apply(x.subList(0, x.size() - 1));
                        return Gradients.vjp(
                                List.of(y), each.variables(x.subList(0, x.size() - 1)), List.of(x.get(x.size() - 1)));
                    });
                }));
    }

    /** Checks that {@code <u, J v> = <J^T u, v>}, and that both are the slope of {@code <u, f>} along v. */
    private static void check(List<HostArray> operands, boolean smooth, Function<List<Tensor>, List<Tensor>> function) {
        List<Tensor> x = inputs(operands);
        List<Tensor> variables = floating(x);
        List<Tensor> y = function.apply(x);
        List<HostArray> u = y.stream().map(tensor -> vectorLike(tensor, "u")).toList();
        List<HostArray> v =
                variables.stream().map(tensor -> vectorLike(tensor, "v")).toList();
        List<Tensor> pushed = Gradients.jvp(y, variables, constants(v));
        List<Tensor> pulled = Gradients.vjp(y, variables, constants(u));
        double forward = dot(u, evaluate(x, operands, pushed));
        double backward = dot(evaluate(x, operands, pulled), v);
        assertThat(backward).isCloseTo(forward, within(1e-9 * (1 + Math.abs(forward))));
        if (smooth) {
            double above = dot(u, evaluate(x, moved(operands, v, STEP), y));
            double below = dot(u, evaluate(x, moved(operands, v, -STEP), y));
            assertThat((above - below) / (2 * STEP)).isCloseTo(forward, within(1e-6 * (1 + Math.abs(forward))));
        }
    }

    private static List<HostArray> moved(List<HostArray> operands, List<HostArray> directions, double step) {
        List<HostArray> result = new ArrayList<>();
        int next = 0;
        for (HostArray operand : operands) {
            if (operand.dtype().isFloating()) {
                double[] direction = directions.get(next++).toDoubles();
                double[] values = operand.toDoubles();
                Arrays.setAll(values, i -> values[i] + step * direction[i]);
                result.add(HostArray.wrap(operand.shape(), values));
            } else {
                result.add(operand);
            }
        }
        return result;
    }

    private static double dot(List<HostArray> a, List<HostArray> b) {
        double sum = 0;
        for (int k = 0; k < a.size(); k++) {
            for (int i = 0; i < a.get(k).size(); i++) {
                sum += a.get(k).get(i) * b.get(k).get(i);
            }
        }
        return sum;
    }

    private static HostArray vectorLike(Tensor tensor, String name) {
        Shape shape = tensor.shape();
        return new RandomOperands(name + shape).uniform(tensor.dtype(), shape, -1, 1);
    }

    private static List<Tensor> constants(List<HostArray> values) {
        return values.stream().map(Tensor::constant).toList();
    }

    private static List<HostArray> evaluate(List<Tensor> x, List<HostArray> operands, List<Tensor> results) {
        Map<String, HostArray> values = new HashMap<>();
        operands.forEach(operand -> values.put("x" + values.size(), operand));
        Graph.Builder graph = Graph.builder().inputs(x);
        IntStream.range(0, results.size()).forEach(i -> graph.output("y" + i, results.get(i)));
        return List.copyOf(ReferenceInterpreter.evaluate(graph.build(), values).values());
    }

    private static List<Tensor> inputs(List<HostArray> operands) {
        return IntStream.range(0, operands.size())
                .mapToObj(i -> Tensor.input("x" + i, operands.get(i).type()))
                .toList();
    }

    private static List<Tensor> floating(List<Tensor> tensors) {
        return tensors.stream().filter(tensor -> tensor.dtype().isFloating()).toList();
    }
}
