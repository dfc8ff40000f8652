package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Logical;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of comparisons, of logic, and of selection by a truth value. */
public final class RelationCases {
    /** All comparisons. */
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
        TestOperands.ALL_TYPES.forEach(dtype -> select(cases, dtype));
        return cases;
    }

    private static void comparison(List<ConformanceCase> cases, Comparison primitive) {
        RandomOperands random = new RandomOperands(primitive.name());
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            HostArray values = TestOperands.vector(
                    dtype, 0.0, -0.0, 1, 1 + 1e-6, -3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);
            every(cases, primitive, "special values", values);
        }
        every(cases, primitive, "extremes", TestOperands.extremes(DType.I32));
        every(cases, primitive, "extremes", TestOperands.extremes(DType.I64));
        for (DType dtype : TestOperands.NUMERIC_TYPES) {
            for (Shape shape : TestOperands.EDGE_SHAPES) {
                add(cases, primitive, shape.toString(), random.whole(dtype, shape), random.whole(dtype, shape));
            }
        }
        for (BroadcastExample each : BroadcastExample.ALL) {
            cases.add(ConformanceCase.broadcast(
                    primitive,
                    each.toString(),
                    Tolerance.exact(),
                    each.result(),
                    random.whole(DType.F32, each.left()),
                    random.whole(DType.F32, each.right())));
        }
    }

    private static void every(List<ConformanceCase> cases, Comparison primitive, String label, HostArray values) {
        add(cases, primitive, label, TestOperands.firstOfPairs(values), TestOperands.secondOfPairs(values));
    }

    private static void add(List<ConformanceCase> cases, Comparison primitive, String label, HostArray a, HostArray b) {
        cases.add(ConformanceCase.of(primitive, label, Tolerance.exact(), a, b));
    }

    private static void logical(List<ConformanceCase> cases, Logical primitive) {
        RandomOperands random = new RandomOperands(primitive.name());
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            HostArray x = random.whole(DType.BOOL, shape);
            HostArray y = random.whole(DType.BOOL, shape);
            HostArray[] operands = primitive instanceof Logical.Not ? new HostArray[] {x} : new HostArray[] {x, y};
            cases.add(ConformanceCase.of(primitive, shape.toString(), Tolerance.exact(), operands));
        }
    }

    private static void select(List<ConformanceCase> cases, DType dtype) {
        RandomOperands random = new RandomOperands("select " + dtype);
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            cases.add(ConformanceCase.of(
                    new Elementwise.Select(),
                    shape.toString(),
                    Tolerance.exact(),
                    random.whole(DType.BOOL, shape),
                    random.whole(dtype, shape),
                    random.whole(dtype, shape)));
        }
        for (BroadcastExample each : BroadcastExample.ALL) {
            cases.add(ConformanceCase.broadcast(
                    new Elementwise.Select(),
                    "condition " + each,
                    Tolerance.exact(),
                    each.result(),
                    random.whole(DType.BOOL, each.left()),
                    random.whole(dtype, each.right()),
                    random.whole(dtype, each.left())));
        }
        if (dtype.isFloating()) {
            HostArray nan = TestOperands.vector(dtype, Double.NaN, 1, Double.POSITIVE_INFINITY, 2);
            HostArray number = TestOperands.vector(dtype, 3, Double.NaN, 4, Double.NEGATIVE_INFINITY);
            HostArray condition = HostArray.of(Shape.of(4), false, true, false, true);
            cases.add(ConformanceCase.of(
                    new Elementwise.Select(), "NaN not chosen", Tolerance.exact(), condition, nan, number));
            cases.add(ConformanceCase.of(
                    new Elementwise.Select(), "NaN chosen", Tolerance.exact(), condition, number, nan));
        }
    }
}
