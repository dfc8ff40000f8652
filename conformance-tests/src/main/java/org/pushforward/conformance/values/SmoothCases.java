package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of smooth and rectified activations, and of their gradients. */
final class SmoothCases {
    /**
     * An activation and the terms that its rounding errors are relative to.
     *
     * <p>The normal cumulative distribution function is half of 1 + erf. So it has an absolute error of one epsilon, which its
     * factor multiplies. The error of a sigmoid is relative to the sigmoid, as is that of everything made of it.
     *
     * @param primitive the activation
     * @param range the largest operand: gradients of tanh and sigmoid take a value, which is at most 1
     * @param terms computes the sum of the absolute terms from the operands
     */
    private record SmoothExample(Smooth primitive, double range, Function<List<Tensor>, Tensor> terms) {}

    /** Where the second operand may be anything. */
    private static final double FARTHEST = Double.POSITIVE_INFINITY;

    private static final List<SmoothExample> ACTIVATIONS = List.of(
            new SmoothExample(new Smooth.Sigmoid(), FARTHEST, x -> x.get(0).sigmoid()),
            new SmoothExample(new Smooth.Silu(), FARTHEST, x -> x.get(0)
                    .abs()
                    .mul(x.get(0).sigmoid())),
            new SmoothExample(new Smooth.Gelu(), FARTHEST, x -> x.get(0).abs()),
            new SmoothExample(
                    new Smooth.TanhGradient(),
                    1,
                    x -> scaled(x, x.get(1).square().add(1))),
            new SmoothExample(
                    new Smooth.SigmoidGradient(),
                    1,
                    x -> scaled(x, x.get(1).abs().add(x.get(1).square()))),
            new SmoothExample(new Smooth.SiluGradient(), FARTHEST, x -> scaled(x, siluSlope(x.get(1)))),
            new SmoothExample(
                    new Smooth.GeluGradient(),
                    FARTHEST,
                    x -> scaled(x, x.get(1).abs().min(40).add(1))));

    /** Zeros of both signs, numbers where functions bend, and numbers where naive formulas overflow. */
    private static final double[] EDGES = {
        0.0, -0.0, 1e-10, -1e-10, 1e-4, -1e-4, 0.3, -0.3, 0.5, -0.5, 0.98, -0.98, 1, -1, 2, -2, 5.9, -5.9, 8, -8, -12,
        17, -17, -20, 40, -40, 80, -80, 1000, -1000, 1e4, -1e4, 16777218, 2e7, -2e7, 1e20, 3e38, -3e38
    };

    private SmoothCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            ACTIVATIONS.forEach(each -> activation(cases, each, dtype));
            softplus(cases, dtype);
            rectified(cases, dtype);
        }
        return cases;
    }

    private static void activation(List<ConformanceCase> cases, SmoothExample each, DType dtype) {
        RandomOperands random = new RandomOperands(each.primitive().name() + dtype);
        double[] inside =
                Arrays.stream(EDGES).filter(x -> Math.abs(x) <= each.range()).toArray();
        add(cases, each, "edges", random, TestOperands.vector(dtype, inside));
        double near = Math.min(each.range(), 12);
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            add(cases, each, shape.toString(), random, random.uniform(dtype, shape, -near, near));
        }
        add(cases, each, "long", random, random.uniform(dtype, Shape.of(1037), -near, near));
    }

    private static void add(
            List<ConformanceCase> cases, SmoothExample each, String label, RandomOperands random, HostArray x) {
        boolean gradient = each.primitive().getClass().getSimpleName().endsWith("Gradient");
        HostArray g = random.uniform(x.dtype(), x.shape(), -2, 2);
        HostArray[] operands = gradient ? new HostArray[] {g, x} : new HostArray[] {x};
        cases.add(composed(each.primitive(), label, 1, each.terms(), operands));
    }

    private static void softplus(List<ConformanceCase> cases, DType dtype) {
        Smooth softplus = new Smooth.Softplus();
        RandomOperands random = new RandomOperands("softplus " + dtype);
        List<HostArray> operands = new ArrayList<>();
        operands.add(TestOperands.vector(dtype, EDGES));
        operands.add(TestOperands.vector(dtype, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN));
        TestOperands.EDGE_SHAPES.forEach(shape -> operands.add(random.uniform(dtype, shape, -12, 12)));
        operands.add(random.uniform(dtype, Shape.of(1037), -80, 80));
        for (HostArray x : operands) {
            String label = "case " + cases.size() + " of " + x.shape();
            cases.add(ConformanceCase.of(softplus, label, Tolerance.transcendental(), x));
        }
    }

    private static void rectified(List<ConformanceCase> cases, DType dtype) {
        RandomOperands random = new RandomOperands("rectified " + dtype);
        for (double slope : new double[] {0, 0.2, 0.75}) {
            Function<List<Tensor>, Tensor> terms = x -> x.get(0).abs();
            List<HostArray> arguments = new ArrayList<>(List.of(TestOperands.vector(dtype, EDGES)));
            TestOperands.EDGE_SHAPES.forEach(shape -> arguments.add(random.uniform(dtype, shape, -2, 2)));
            arguments.add(random.uniform(dtype, Shape.of(1037), -2, 2));
            arguments.add(random.whole(dtype, Shape.of(1037)));
            for (HostArray x : arguments) {
                String label = "slope " + slope + ", case " + cases.size() + " of " + x.shape();
                HostArray g = random.uniform(dtype, x.shape(), -2, 2);
                cases.add(composed(new Rectified.LeakyRelu(slope), label, 1, terms, x));
                cases.add(composed(new Rectified.LeakyReluGradient(slope), label, 1, terms, g, x));
            }
        }
    }

    /**
     * Returns an upper bound of s + s |x| (1 - s), the sum of the absolute terms of SiLU's derivative. It uses 1 instead of 1 - s,
     * which rounding reduces to an epsilon for large x, and limits x to 40, beyond which 1 - s is 0.
     */
    private static Tensor siluSlope(Tensor x) {
        return x.sigmoid().mul(x.min(40).max(x.neg()).add(1));
    }

    /** Returns a factor times the absolute cotangent, which is the first operand. */
    private static Tensor scaled(List<Tensor> x, Tensor factor) {
        return x.get(0).abs().mul(factor);
    }

    /**
     * Returns the case of a composite with the tolerance of sums. The terms are given as a function of the operands, because
     * terms that cancel inside a formula do not show in its result.
     */
    static ConformanceCase composed(
            Composite composite, String label, int count, Function<List<Tensor>, Tensor> terms, HostArray... operands) {
        List<Tensor> constants = Arrays.stream(operands).map(Tensor::constant).toList();
        Graph sum = Graph.builder().output("y", terms.apply(constants)).build();
        HostArray magnitudes = ReferenceInterpreter.evaluate(sum, Map.of()).get("y");
        return ConformanceCase.of(composite, label, Tolerance.sum(count, magnitudes), operands);
    }
}
