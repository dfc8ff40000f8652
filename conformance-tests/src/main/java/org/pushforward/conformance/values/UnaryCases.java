package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of functions of one number. */
public final class UnaryCases {
    /** A function, the interval on which it is tested, and how accurate it must be. */
    public record Function(Unary primitive, double low, double high, Tolerance tolerance) {}

    public static final List<Function> FUNCTIONS = List.of(
            new Function(new Unary.Neg(), -1e3, 1e3, Tolerance.exact()),
            new Function(new Unary.Abs(), -1e3, 1e3, Tolerance.exact()),
            new Function(new Unary.Sign(), -1e3, 1e3, Tolerance.exact()),
            new Function(new Unary.Exp(), -80, 80, Tolerance.ulps(8)),
            new Function(new Unary.Log(), 1e-10, 1e10, Tolerance.transcendental()),
            new Function(new Unary.Log1p(), -0.99, 1e10, Tolerance.ulps(8)),
            new Function(new Unary.Expm1(), -40, 80, Tolerance.ulps(8)),
            new Function(new Unary.Sqrt(), 0, 1e10, Tolerance.division()),
            new Function(new Unary.Sin(), -30, 30, Tolerance.transcendental()),
            new Function(new Unary.Cos(), -30, 30, Tolerance.transcendental()),
            new Function(new Unary.Tanh(), -50, 50, Tolerance.transcendental()),
            new Function(new Unary.ErrorFunction(), -8, 8, Tolerance.transcendental()));

    /** Functions whose values at subnormal numbers are far from those at zero, which engines may take in their place. */
    private static final List<Unary> POLAR = List.of(new Unary.Sign(), new Unary.Log(), new Unary.Sqrt());

    /** Zeros of both signs, and magnitudes from tiny to huge. */
    private static final double[] EDGES = {
        0.0, -0.0, 1, -1, 1e-10, -1e-10, 1e-4, -1e-4, 0.3, -0.3, 0.5, -0.5, 0.98, -0.98, 2, -2, 3.7, -5.9, 17, -20, 79,
        -79, 500, -500, 1e6, 1e9
    };

    private UnaryCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Function function : FUNCTIONS) {
            Samples samples = new Samples(function.primitive().name());
            Samples.FLOATING.forEach(dtype -> floating(cases, function, dtype, samples));
            if (function.low() == -1e3) {
                List.of(DType.I32, DType.I64).forEach(dtype -> integer(cases, function, dtype, samples));
            }
        }
        return cases;
    }

    private static void floating(List<ConformanceCase> cases, Function f, DType dtype, Samples samples) {
        double[] inside =
                Arrays.stream(EDGES).filter(x -> f.low() <= x && x <= f.high()).toArray();
        add(cases, f, "edges", Samples.vector(dtype, inside));
        add(cases, f, "infinities", Samples.vector(dtype, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        add(cases, f, "NaN", Samples.vector(dtype, Double.NaN, 1));
        if (f.low() > -1 && f.low() != 0) {
            add(cases, f, "poles and outside", Samples.vector(dtype, f.primitive() instanceof Unary.Log ? 0 : -1, -2));
        }
        if (!POLAR.contains(f.primitive())) {
            add(cases, f, "subnormal numbers", Samples.subnormal(dtype));
        }
        for (Shape shape : Samples.EDGE_SHAPES) {
            add(cases, f, shape.toString(), samples.uniform(dtype, shape, f.low(), Math.min(f.high(), 10)));
        }
        add(cases, f, "long", samples.uniform(dtype, Shape.of(1037), f.low(), f.high()));
    }

    private static void integer(List<ConformanceCase> cases, Function f, DType dtype, Samples samples) {
        add(cases, f, "extremes", Samples.extremes(dtype));
        add(cases, f, "vector", samples.uniform(dtype, Shape.of(37), f.low(), f.high()));
    }

    private static void add(List<ConformanceCase> cases, Function f, String label, HostArray x) {
        cases.add(ConformanceCase.of(f.primitive(), label, f.tolerance(), x));
    }
}
