package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.Scan.CumulativeSum;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of cumulative sums. */
final class ScanCases {
    private ScanCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.NUMERIC_TYPES) {
            RandomOperands random = new RandomOperands("scan " + dtype);
            for (Shape shape : TestOperands.EDGE_SHAPES) {
                IntStream.range(0, shape.rank())
                        .filter(axis -> shape.rank() < 5 || axis % 3 == 0 || axis == shape.rank() - 1)
                        .forEach(axis -> every(cases, "edge", axis, random.uniform(dtype, shape, -9, 9)));
            }
            every(cases, "long", 0, random.uniform(dtype, Shape.of(1037), -9, 9));
            every(cases, "long", 1, random.uniform(dtype, Shape.of(3, 257, 2), -9, 9));
        }
        for (DType dtype : List.of(DType.I32, DType.I64)) {
            every(cases, "extremes", 0, TestOperands.extremes(dtype));
        }
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            every(cases, "infinity", 0, TestOperands.vector(dtype, 1, Double.POSITIVE_INFINITY, -2));
            every(cases, "NaN", 0, TestOperands.vector(dtype, 1, Double.NaN, -2));
            // A difference of inclusive sums would lose the small terms.
            every(cases, "large between small", 0, TestOperands.vector(dtype, 1, 3, 1e9, 0.5, -1e9, 2, 1e-3));
        }
        return cases;
    }

    /** Adds a case for every combination of the flags. */
    private static void every(List<ConformanceCase> cases, String label, int axis, HostArray x) {
        for (boolean exclusive : new boolean[] {false, true}) {
            for (boolean reverse : new boolean[] {false, true}) {
                String flags = (exclusive ? ", exclusive" : "") + (reverse ? ", reverse" : "");
                String of = label + ", " + x.shape() + " along " + axis + flags;
                int terms = Math.max(1, x.shape().dim(axis));
                cases.add(ReductionCases.summed(new CumulativeSum(axis, exclusive, reverse), of, terms, x));
            }
        }
    }
}
