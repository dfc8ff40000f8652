package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of functions of one number. */
public final class UnaryCases {
    /**
     * A function and how it is tested.
     *
     * @param primitive the function
     * @param types the element types that it allows
     * @param low the lower end of the interval on which it is tested
     * @param high the upper end
     * @param tolerance how accurate it must be
     */
    public record UnaryFunction(Unary primitive, List<DType> types, double low, double high, Tolerance tolerance) {}

    /** All functions of one number, apart from rounding and integer division. */
    public static final List<UnaryFunction> FUNCTIONS = List.of(
            new UnaryFunction(new Unary.Neg(), TestOperands.NUMERIC_TYPES, -1e3, 1e3, Tolerance.exact()),
            new UnaryFunction(new Unary.Abs(), TestOperands.NUMERIC_TYPES, -1e3, 1e3, Tolerance.exact()),
            new UnaryFunction(new Unary.Sign(), TestOperands.NUMERIC_TYPES, -1e3, 1e3, Tolerance.exact()),
            new UnaryFunction(new Unary.Exp(), TestOperands.FLOATING_TYPES, -80, 80, Tolerance.ulps(8)),
            new UnaryFunction(new Unary.Log(), TestOperands.FLOATING_TYPES, 1e-10, 1e10, Tolerance.transcendental()),
            new UnaryFunction(new Unary.Log1p(), TestOperands.FLOATING_TYPES, -0.99, 1e10, Tolerance.ulps(8)),
            new UnaryFunction(new Unary.Expm1(), TestOperands.FLOATING_TYPES, -40, 80, Tolerance.ulps(8)),
            new UnaryFunction(new Unary.Sqrt(), TestOperands.FLOATING_TYPES, 0, 1e10, Tolerance.division()),
            new UnaryFunction(new Unary.Sin(), TestOperands.FLOATING_TYPES, -30, 30, Tolerance.transcendental()),
            new UnaryFunction(new Unary.Cos(), TestOperands.FLOATING_TYPES, -30, 30, Tolerance.transcendental()),
            new UnaryFunction(new Unary.Tanh(), TestOperands.FLOATING_TYPES, -50, 50, Tolerance.transcendental()),
            new UnaryFunction(
                    new Unary.ErrorFunction(), TestOperands.FLOATING_TYPES, -8, 8, Tolerance.transcendental()));

    /** Functions whose values at subnormal numbers are far from the value at zero, to which engines may flush them. */
    private static final List<Unary> POLAR = List.of(new Unary.Sign(), new Unary.Log(), new Unary.Sqrt());

    /** Zeros of both signs, and magnitudes from tiny to huge. */
    private static final double[] EDGES = {
        0.0, -0.0, 1, -1, 1e-10, -1e-10, 1e-4, -1e-4, 0.3, -0.3, 0.5, -0.5, 0.98, -0.98, 2, -2, 3.7, -5.9, 17, -20, 79,
        -79, 500, -500, 1e6, 1e9
    };

    private UnaryCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (UnaryFunction function : FUNCTIONS) {
            RandomOperands random = new RandomOperands(function.primitive().name());
            for (DType dtype : function.types()) {
                if (dtype.isFloating()) {
                    floating(cases, function, dtype, random);
                } else {
                    integer(cases, function, dtype, random);
                }
            }
        }
        return cases;
    }

    private static void floating(List<ConformanceCase> cases, UnaryFunction f, DType dtype, RandomOperands random) {
        double[] inside =
                Arrays.stream(EDGES).filter(x -> f.low() <= x && x <= f.high()).toArray();
        add(cases, f, "edges", TestOperands.vector(dtype, inside));
        add(cases, f, "infinities", TestOperands.vector(dtype, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        add(cases, f, "NaN", TestOperands.vector(dtype, Double.NaN, 1));
        if (f.low() > -1 && f.low() != 0) {
            add(
                    cases,
                    f,
                    "poles and outside",
                    TestOperands.vector(dtype, f.primitive() instanceof Unary.Log ? 0 : -1, -2));
        }
        if (!POLAR.contains(f.primitive())) {
            add(cases, f, "subnormal numbers", TestOperands.subnormal(dtype));
        }
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            add(cases, f, shape.toString(), random.uniform(dtype, shape, f.low(), Math.min(f.high(), 10)));
        }
        add(cases, f, "long", random.uniform(dtype, Shape.of(1037), f.low(), f.high()));
    }

    private static void integer(List<ConformanceCase> cases, UnaryFunction f, DType dtype, RandomOperands random) {
        add(cases, f, "extremes", TestOperands.extremes(dtype));
        add(cases, f, "vector", random.uniform(dtype, Shape.of(37), f.low(), f.high()));
    }

    private static void add(List<ConformanceCase> cases, UnaryFunction f, String label, HostArray x) {
        cases.add(ConformanceCase.of(f.primitive(), label, f.tolerance(), x));
    }
}
