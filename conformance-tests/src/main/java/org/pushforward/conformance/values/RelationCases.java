package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Logical;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of relations, truth values, and the choice between two numbers by a truth value. */
public final class RelationCases {
    public static final List<Comparison> COMPARISONS = List.of(
            new Comparison.Equal(),
            new Comparison.NotEqual(),
            new Comparison.Less(),
            new Comparison.LessEqual(),
            new Comparison.Greater(),
            new Comparison.GreaterEqual());

    private RelationCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        COMPARISONS.forEach(primitive -> comparison(cases, primitive));
        List.of(new Logical.And(), new Logical.Or(), new Logical.Not()).forEach(primitive -> logical(cases, primitive));
        Samples.EVERY.forEach(dtype -> select(cases, dtype));
        return cases;
    }

    private static void comparison(List<ConformanceCase> cases, Comparison primitive) {
        Samples samples = new Samples(primitive.name());
        for (DType dtype : Samples.FLOATING) {
            HostArray values = Samples.vector(
                    dtype, 0.0, -0.0, 1, 1 + 1e-6, -3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);
            every(cases, primitive, "special values", values);
        }
        every(cases, primitive, "extremes", Samples.extremes(DType.I32));
        every(cases, primitive, "extremes", Samples.extremes(DType.I64));
        for (DType dtype : Samples.NUMERIC) {
            for (Shape shape : Samples.EDGE_SHAPES) {
                add(cases, primitive, shape.toString(), samples.whole(dtype, shape), samples.whole(dtype, shape));
            }
        }
        for (Repetition each : Repetition.EXAMPLES) {
            cases.add(ConformanceCase.of(
                    primitive.getClass(),
                    each.toString(),
                    Tolerance.exact(),
                    x -> Tensor.of(
                            primitive,
                            List.of(
                                    x.get(0).broadcastTo(each.result()),
                                    x.get(1).broadcastTo(each.result()))),
                    samples.whole(DType.F32, each.left()),
                    samples.whole(DType.F32, each.right())));
        }
    }

    private static void every(List<ConformanceCase> cases, Comparison primitive, String label, HostArray values) {
        add(cases, primitive, label, Samples.pairs(values, false), Samples.pairs(values, true));
    }

    private static void add(List<ConformanceCase> cases, Comparison primitive, String label, HostArray a, HostArray b) {
        cases.add(ConformanceCase.of(primitive, label, Tolerance.exact(), a, b));
    }

    private static void logical(List<ConformanceCase> cases, Logical primitive) {
        Samples samples = new Samples(primitive.name());
        for (Shape shape : Samples.EDGE_SHAPES) {
            HostArray x = samples.whole(DType.BOOL, shape);
            HostArray y = samples.whole(DType.BOOL, shape);
            HostArray[] operands = primitive instanceof Logical.Not ? new HostArray[] {x} : new HostArray[] {x, y};
            cases.add(ConformanceCase.of(primitive, shape.toString(), Tolerance.exact(), operands));
        }
    }

    private static void select(List<ConformanceCase> cases, DType dtype) {
        Samples samples = new Samples("select " + dtype);
        for (Shape shape : Samples.EDGE_SHAPES) {
            cases.add(ConformanceCase.of(
                    new Elementwise.Select(),
                    shape.toString(),
                    Tolerance.exact(),
                    samples.whole(DType.BOOL, shape),
                    samples.whole(dtype, shape),
                    samples.whole(dtype, shape)));
        }
        for (Repetition each : Repetition.EXAMPLES) {
            cases.add(ConformanceCase.of(
                    Elementwise.Select.class,
                    "condition " + each,
                    Tolerance.exact(),
                    x -> Tensor.of(
                            new Elementwise.Select(),
                            List.of(
                                    x.get(0).broadcastTo(each.result()),
                                    x.get(1).broadcastTo(each.result()),
                                    x.get(2).broadcastTo(each.result()))),
                    samples.whole(DType.BOOL, each.left()),
                    samples.whole(dtype, each.right()),
                    samples.whole(dtype, each.left())));
        }
        if (dtype.isFloating()) {
            HostArray nan = Samples.vector(dtype, Double.NaN, 1, Double.POSITIVE_INFINITY, 2);
            HostArray number = Samples.vector(dtype, 3, Double.NaN, 4, Double.NEGATIVE_INFINITY);
            HostArray condition = HostArray.of(Shape.of(4), false, true, false, true);
            cases.add(ConformanceCase.of(
                    new Elementwise.Select(), "NaN not chosen", Tolerance.exact(), condition, nan, number));
            cases.add(ConformanceCase.of(
                    new Elementwise.Select(), "NaN chosen", Tolerance.exact(), condition, number, nan));
        }
    }
}
