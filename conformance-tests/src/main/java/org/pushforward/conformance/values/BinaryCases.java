package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Binary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of functions of two numbers. */
public final class BinaryCases {
    /** Functions of two numbers that every numeric type allows and that are rounded correctly. */
    public static final List<Binary> ARITHMETIC =
            List.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Max(), new Binary.Min());

    private static final double[] EDGES = {0.0, -0.0, 1, -1, 0.5, 1e-3, -3, 7.25, 1e10, -1e10};
    private static final double[] SPECIAL = {0, 1, -2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};

    private BinaryCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Binary primitive : ARITHMETIC) {
            RandomOperands random = new RandomOperands(primitive.name());
            for (DType dtype : TestOperands.FLOATING_TYPES) {
                every(cases, primitive, Tolerance.exact(), "edges", TestOperands.vector(dtype, EDGES));
                every(cases, primitive, Tolerance.exact(), "special values", TestOperands.vector(dtype, SPECIAL));
                every(cases, primitive, Tolerance.exact(), "subnormal numbers", TestOperands.subnormal(dtype));
            }
            every(cases, primitive, Tolerance.exact(), "extremes", TestOperands.extremes(DType.I32));
            every(cases, primitive, Tolerance.exact(), "extremes", TestOperands.extremes(DType.I64));
            for (DType dtype : TestOperands.NUMERIC_TYPES) {
                shapes(cases, primitive, Tolerance.exact(), random, dtype, -50, 50);
            }
        }
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            Binary div = new Binary.Div();
            every(cases, div, Tolerance.division(), "edges", TestOperands.vector(dtype, EDGES));
            every(cases, div, Tolerance.division(), "special values", TestOperands.vector(dtype, SPECIAL));
            shapes(cases, div, Tolerance.division(), new RandomOperands("div " + dtype), dtype, 0.1, 50);
            pow(cases, dtype);
            remainder(cases, dtype);
        }
        return cases;
    }

    private static void every(
            List<ConformanceCase> cases, Binary primitive, Tolerance tolerance, String label, HostArray values) {
        cases.add(ConformanceCase.of(
                primitive, label, tolerance, TestOperands.firstOfPairs(values), TestOperands.secondOfPairs(values)));
    }

    private static void pow(List<ConformanceCase> cases, DType dtype) {
        Binary pow = new Binary.Pow();
        cases.add(ConformanceCase.of(
                pow,
                "whole exponents of any base",
                Tolerance.transcendental(),
                TestOperands.vector(dtype, -2, -2, -2, -2, 3, 3, -1.5, 1.5, -1, 10),
                TestOperands.vector(dtype, 0, 1, 2, -3, -2, 4, 5, -5, 7, 10)));
        cases.add(ConformanceCase.of(
                pow,
                "zeros and poles",
                Tolerance.transcendental(),
                TestOperands.vector(dtype, 0, 0, 0, 0, -2, -0.5, Double.NaN, 5),
                TestOperands.vector(dtype, 0, 2, 0.5, -1, 0.5, -1.5, 0, 0)));
        shapes(cases, pow, Tolerance.transcendental(), new RandomOperands("pow " + dtype), dtype, 0.05, 4);
    }

    private static void remainder(List<ConformanceCase> cases, DType dtype) {
        Binary remainder = new Binary.Remainder();
        every(cases, remainder, Tolerance.exact(), "edges", TestOperands.vector(dtype, EDGES));
        every(cases, remainder, Tolerance.exact(), "special values", TestOperands.vector(dtype, SPECIAL));
        every(
                cases,
                remainder,
                Tolerance.exact(),
                "multiples and between, of both signs",
                TestOperands.vector(dtype, -6, -5, -4.5, -3, -2, -1.5, 1.5, 2, 3, 4.5, 5, 6));
        every(
                cases,
                remainder,
                Tolerance.exact(),
                "thirds",
                TestOperands.vector(dtype, 1.0 / 3, -0.1, 0.7, 1e6 / 3, -12345.678));
        shapes(cases, remainder, Tolerance.exact(), new RandomOperands("remainder " + dtype), dtype, -50, 50);
    }

    private static void shapes(
            List<ConformanceCase> cases,
            Binary primitive,
            Tolerance tolerance,
            RandomOperands random,
            DType dtype,
            double low,
            double high) {
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            cases.add(ConformanceCase.of(
                    primitive,
                    shape.toString(),
                    tolerance,
                    random.uniform(dtype, shape, low, high),
                    random.uniform(dtype, shape, low, high)));
        }
        for (BroadcastExample each : BroadcastExample.ALL) {
            cases.add(ConformanceCase.broadcast(
                    primitive,
                    each.toString(),
                    tolerance,
                    each.result(),
                    random.uniform(dtype, each.left(), low, high),
                    random.uniform(dtype, each.right(), low, high)));
        }
    }
}
