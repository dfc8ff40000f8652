package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of functions of two numbers. */
final class BinaryCases {
    private static final List<Binary> ON_ALL_NUMBERS =
            List.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Max(), new Binary.Min());

    private static final double[] EDGES = {0.0, -0.0, 1, -1, 0.5, 1e-3, -3, 7.25, 1e10, -1e10};
    private static final double[] SPECIAL = {0, 1, -2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};

    private BinaryCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Binary primitive : ON_ALL_NUMBERS) {
            Samples samples = new Samples(primitive.name());
            for (DType dtype : Samples.FLOATING) {
                every(cases, primitive, Tolerance.exact(), "edges", Samples.vector(dtype, EDGES));
                every(cases, primitive, Tolerance.exact(), "special values", Samples.vector(dtype, SPECIAL));
                every(cases, primitive, Tolerance.exact(), "subnormal numbers", Samples.subnormal(dtype));
            }
            every(cases, primitive, Tolerance.exact(), "extremes", Samples.extremes(DType.I32));
            every(cases, primitive, Tolerance.exact(), "extremes", Samples.extremes(DType.I64));
            for (DType dtype : Samples.NUMERIC) {
                shapes(cases, primitive, Tolerance.exact(), samples, dtype, -50, 50);
            }
        }
        for (DType dtype : Samples.FLOATING) {
            Binary div = new Binary.Div();
            every(cases, div, Tolerance.division(), "edges", Samples.vector(dtype, EDGES));
            every(cases, div, Tolerance.division(), "special values", Samples.vector(dtype, SPECIAL));
            shapes(cases, div, Tolerance.division(), new Samples("div " + dtype), dtype, 0.1, 50);
            pow(cases, dtype);
            remainder(cases, dtype);
        }
        return cases;
    }

    private static void every(
            List<ConformanceCase> cases, Binary primitive, Tolerance tolerance, String label, HostArray values) {
        cases.add(ConformanceCase.of(
                primitive, label, tolerance, Samples.pairs(values, false), Samples.pairs(values, true)));
    }

    private static void pow(List<ConformanceCase> cases, DType dtype) {
        Binary pow = new Binary.Pow();
        cases.add(ConformanceCase.of(
                pow,
                "whole exponents of any base",
                Tolerance.transcendental(),
                Samples.vector(dtype, -2, -2, -2, -2, 3, 3, -1.5, 1.5, -1, 10),
                Samples.vector(dtype, 0, 1, 2, -3, -2, 4, 5, -5, 7, 10)));
        cases.add(ConformanceCase.of(
                pow,
                "zeros and poles",
                Tolerance.transcendental(),
                Samples.vector(dtype, 0, 0, 0, 0, -2, -0.5, Double.NaN, 5),
                Samples.vector(dtype, 0, 2, 0.5, -1, 0.5, -1.5, 0, 0)));
        shapes(cases, pow, Tolerance.transcendental(), new Samples("pow " + dtype), dtype, 0.05, 4);
    }

    private static void remainder(List<ConformanceCase> cases, DType dtype) {
        Binary remainder = new Binary.Remainder();
        every(cases, remainder, Tolerance.exact(), "edges", Samples.vector(dtype, EDGES));
        every(cases, remainder, Tolerance.exact(), "special values", Samples.vector(dtype, SPECIAL));
        every(
                cases,
                remainder,
                Tolerance.exact(),
                "multiples and between, of both signs",
                Samples.vector(dtype, -6, -5, -4.5, -3, -2, -1.5, 1.5, 2, 3, 4.5, 5, 6));
        every(
                cases,
                remainder,
                Tolerance.exact(),
                "thirds",
                Samples.vector(dtype, 1.0 / 3, -0.1, 0.7, 1e6 / 3, -12345.678));
        shapes(cases, remainder, Tolerance.exact(), new Samples("remainder " + dtype), dtype, -50, 50);
    }

    private static void shapes(
            List<ConformanceCase> cases,
            Binary primitive,
            Tolerance tolerance,
            Samples samples,
            DType dtype,
            double low,
            double high) {
        for (Shape shape : Samples.EDGE_SHAPES) {
            cases.add(ConformanceCase.of(
                    primitive,
                    shape.toString(),
                    tolerance,
                    samples.uniform(dtype, shape, low, high),
                    samples.uniform(dtype, shape, low, high)));
        }
        for (Repetition each : Repetition.EXAMPLES) {
            cases.add(ConformanceCase.of(
                    primitive.getClass(),
                    each.toString(),
                    tolerance,
                    x -> Tensor.of(
                            primitive,
                            List.of(
                                    x.get(0).broadcastTo(each.result()),
                                    x.get(1).broadcastTo(each.result()))),
                    samples.uniform(dtype, each.left(), low, high),
                    samples.uniform(dtype, each.right(), low, high)));
        }
    }
}
