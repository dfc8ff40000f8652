package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Elementwise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of casts, and of primitives that return their operand. */
final class CastCases {
    private CastCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        RandomOperands random = new RandomOperands("cast");
        for (DType from : TestOperands.ALL_TYPES) {
            for (DType to : TestOperands.ALL_TYPES) {
                cast(cases, to, "edges to " + to, edges(from, to));
                for (Shape shape : TestOperands.EDGE_SHAPES) {
                    cast(cases, to, shape + " to " + to, random.whole(from, shape));
                }
                if (from != DType.BOOL) {
                    cast(cases, to, "vector to " + to, random.uniform(from, Shape.of(37), -1000, 1000));
                }
            }
            for (Shape shape : TestOperands.EDGE_SHAPES) {
                HostArray x = random.whole(from, shape);
                cases.add(ConformanceCase.of(new Elementwise.StopGradient(), shape.toString(), Tolerance.exact(), x));
                for (DType other : TestOperands.ALL_TYPES) {
                    HostArray y = random.whole(other, other == from ? shape : Shape.of(2));
                    cases.add(ConformanceCase.of(
                            new Elementwise.Barrier(), shape + " after " + y.type(), Tolerance.exact(), x, y));
                }
            }
        }
        return cases;
    }

    private static void cast(List<ConformanceCase> cases, DType to, String label, HostArray x) {
        cases.add(ConformanceCase.of(new Elementwise.Cast(to), label, Tolerance.exact(), x));
    }

    /** Returns values of the source type that the target type can hold. */
    private static HostArray edges(DType from, DType to) {
        if (from == DType.BOOL) {
            return HostArray.of(Shape.of(2), true, false);
        }
        if (from.isInteger()) {
            HostArray large =
                    HostArray.of(Shape.of(5), Integer.MAX_VALUE, Integer.MIN_VALUE, (1 << 24) + 1, (1 << 25) + 2, 0);
            HostArray larger =
                    HostArray.of(Shape.of(5), (1L << 53) - 1, 1 - (1L << 53), Integer.MAX_VALUE + 1L, 256L, 0L);
            return from == DType.I32 || to == DType.I32 ? large.cast(from) : larger;
        }
        return to.isFloating() || to == DType.BOOL
                ? TestOperands.vector(from, 0.0, -0.0, 1.0 / 3, -1.1, 1e-30, 1e30, Double.POSITIVE_INFINITY)
                : TestOperands.vector(from, 0.0, -0.0, 0.9, -0.9, 1.5, -1.5, 2.5, -7, 8388607.5, -8388607.5, 1e9, -1e9);
    }
}
