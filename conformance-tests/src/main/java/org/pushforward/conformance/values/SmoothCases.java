package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of smooth and rectified activations and of their products with a cotangent. */
final class SmoothCases {
    /**
     * An activation and the size of the terms that its rounding errors are relative to.
     *
     * <p>The distribution function of the normal law is the half of 1 + erf, so it has an absolute error of an epsilon, which is
     * multiplied by what it is multiplied by. A sigmoid's error is relative to itself, and so are those of what is made of it.
     *
     * @param primitive the activation
     * @param range the largest second operand: values of tanh and sigmoid end at 1
     * @param terms the sum of the absolute terms, from the operands
     */
    private record Activation(Smooth primitive, double range, Function<List<Tensor>, Tensor> terms) {}

    /** Where the second operand may be anything. */
    private static final double FARTHEST = Double.POSITIVE_INFINITY;

    private static final List<Activation> ACTIVATIONS = List.of(
            new Activation(new Smooth.Sigmoid(), FARTHEST, x -> x.get(0).sigmoid()),
            new Activation(new Smooth.Silu(), FARTHEST, x -> x.get(0).abs().mul(x.get(0).sigmoid())),
            new Activation(new Smooth.Gelu(), FARTHEST, x -> x.get(0).abs()),
            new Activation(
                    new Smooth.TanhGradient(),
                    1,
                    x -> scaled(x, x.get(1).square().add(1))),
            new Activation(
                    new Smooth.SigmoidGradient(),
                    1,
                    x -> scaled(x, x.get(1).abs().add(x.get(1).square()))),
            new Activation(new Smooth.SiluGradient(), FARTHEST, x -> scaled(x, siluSlope(x.get(1)))),
            new Activation(new Smooth.GeluGradient(), FARTHEST, x -> scaled(x, x.get(1).abs().min(40).add(1))));

    /** Zeros of both signs, where functions bend, and where naive formulas overflow. */
    private static final double[] EDGES = {
        0.0, -0.0, 1e-10, -1e-10, 1e-4, -1e-4, 0.3, -0.3, 0.5, -0.5, 0.98, -0.98, 1, -1, 2, -2, 5.9, -5.9, 8, -8, -12,
        17, -17, -20, 40, -40, 80, -80, 1000, -1000, 1e4, -1e4, 16777218, 2e7, -2e7, 1e20, 3e38, -3e38
    };

    private SmoothCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : Samples.FLOATING) {
            ACTIVATIONS.forEach(each -> activation(cases, each, dtype));
            softplus(cases, dtype);
            rectified(cases, dtype);
        }
        return cases;
    }

    private static void activation(List<ConformanceCase> cases, Activation each, DType dtype) {
        Samples samples = new Samples(each.primitive().name() + dtype);
        double[] inside =
                Arrays.stream(EDGES).filter(x -> Math.abs(x) <= each.range()).toArray();
        add(cases, each, "edges", samples, Samples.vector(dtype, inside));
        double near = Math.min(each.range(), 12);
        for (Shape shape : Samples.EDGE_SHAPES) {
            add(cases, each, shape.toString(), samples, samples.uniform(dtype, shape, -near, near));
        }
        add(cases, each, "long", samples, samples.uniform(dtype, Shape.of(1037), -near, near));
    }

    private static void add(List<ConformanceCase> cases, Activation each, String label, Samples samples, HostArray x) {
        boolean gradient = each.primitive().getClass().getSimpleName().endsWith("Gradient");
        HostArray g = samples.uniform(x.dtype(), x.shape(), -2, 2);
        HostArray[] operands = gradient ? new HostArray[] {g, x} : new HostArray[] {x};
        cases.add(composed(each.primitive(), label, 1, each.terms(), operands));
    }

    private static void softplus(List<ConformanceCase> cases, DType dtype) {
        Smooth softplus = new Smooth.Softplus();
        Samples samples = new Samples("softplus " + dtype);
        List<HostArray> operands = new ArrayList<>();
        operands.add(Samples.vector(dtype, EDGES));
        operands.add(Samples.vector(dtype, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN));
        Samples.EDGE_SHAPES.forEach(shape -> operands.add(samples.uniform(dtype, shape, -12, 12)));
        operands.add(samples.uniform(dtype, Shape.of(1037), -80, 80));
        for (HostArray x : operands) {
            String label = "case " + cases.size() + " of " + x.shape();
            cases.add(ConformanceCase.of(softplus, label, Tolerance.transcendental(), x));
        }
    }

    private static void rectified(List<ConformanceCase> cases, DType dtype) {
        Samples samples = new Samples("rectified " + dtype);
        for (double slope : new double[] {0, 0.2, 0.75}) {
            Function<List<Tensor>, Tensor> terms = x -> x.get(0).abs();
            List<HostArray> arguments = new ArrayList<>(List.of(Samples.vector(dtype, EDGES)));
            Samples.EDGE_SHAPES.forEach(shape -> arguments.add(samples.uniform(dtype, shape, -2, 2)));
            arguments.add(samples.uniform(dtype, Shape.of(1037), -2, 2));
            arguments.add(samples.whole(dtype, Shape.of(1037)));
            for (HostArray x : arguments) {
                String label = "slope " + slope + ", case " + cases.size() + " of " + x.shape();
                HostArray g = samples.uniform(dtype, x.shape(), -2, 2);
                cases.add(composed(new Rectified.LeakyRelu(slope), label, 1, terms, x));
                cases.add(composed(new Rectified.LeakyReluGradient(slope), label, 1, terms, g, x));
            }
        }
    }

    /**
     * s + s |x| (1 - s), to which the terms of SiLU's derivative add up, with 1 in the place of 1 - s, of which rounding leaves
     * nothing but an epsilon, until that is zero: for x beyond 40.
     */
    private static Tensor siluSlope(Tensor x) {
        return x.sigmoid().mul(x.min(40).max(x.neg()).add(1));
    }

    /** The factor with the cotangent, which is the first operand. */
    private static Tensor scaled(List<Tensor> x, Tensor factor) {
        return x.get(0).abs().mul(factor);
    }

    /**
     * The case of a composite whose tolerance is that of a sum, relative to terms that are given from its operands, since
     * what cancels inside a formula cannot be seen in its result.
     */
    static ConformanceCase composed(
            Composite composite, String label, int count, Function<List<Tensor>, Tensor> terms, HostArray... operands) {
        List<Tensor> constants = Arrays.stream(operands).map(Tensor::constant).toList();
        Graph sum = Graph.builder().output("y", terms.apply(constants)).build();
        HostArray magnitudes = ReferenceInterpreter.evaluate(sum, Map.of()).get("y");
        return ConformanceCase.of(composite, label, Tolerance.sum(count, magnitudes), operands);
    }
}
