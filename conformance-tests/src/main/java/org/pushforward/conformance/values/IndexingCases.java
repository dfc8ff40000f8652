package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Indexing;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of sorting, and of taking and scattering along an axis. */
final class IndexingCases {
    private IndexingCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.ALL_TYPES) {
            RandomOperands random = new RandomOperands("indexing " + dtype);
            for (Shape shape : TestOperands.EDGE_SHAPES) {
                for (int axis : ends(shape.rank())) {
                    int length = shape.dim(axis);
                    int[] counts = length == 0 ? new int[] {0} : new int[] {0, length, 2 * length + 1};
                    every(cases, random, shape + " along " + axis, axis, random.whole(dtype, shape), counts);
                }
            }
            if (dtype != DType.BOOL) {
                // Long enough for an unstable algorithm to exchange ties.
                argSort(cases, "many ties", 0, random.whole(dtype, Shape.of(3000)));
                argSort(cases, "many ties in the middle axis", 1, random.whole(dtype, Shape.of(2, 400, 3)));
                argSort(cases, "distinct", 0, random.distinct(dtype, Shape.of(777)));
                argSort(
                        cases,
                        "all equal",
                        0,
                        HostArray.zeros(random.whole(dtype, Shape.of(100)).type()));
            }
        }
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            double infinite = Double.POSITIVE_INFINITY;
            argSort(cases, "signed zeros", 0, TestOperands.vector(dtype, 0.0, -0.0, 1, 0.0, -0.0, -1));
            argSort(cases, "infinities", 0, TestOperands.vector(dtype, 1, infinite, -infinite, 0, infinite, -infinite));
        }
        argSort(cases, "extremes", 0, TestOperands.extremes(DType.I32));
        argSort(cases, "extremes", 0, TestOperands.extremes(DType.I64));
        return cases;
    }

    private static void argSort(List<ConformanceCase> cases, String label, int axis, HostArray x) {
        cases.add(ConformanceCase.of(new Indexing.ArgSort(axis), label, Tolerance.exact(), x));
        cases.add(ConformanceCase.of(new Composite.Sort(axis), label, Tolerance.exact(), x));
    }

    /** Adds cases of sorting, of taking some counts of positions along an axis, and of the adjoint of taking. */
    private static void every(
            List<ConformanceCase> cases, RandomOperands random, String label, int axis, HostArray x, int... counts) {
        if (x.dtype() != DType.BOOL) {
            argSort(cases, label, axis, x);
        }
        int length = x.shape().dim(axis);
        for (int count : counts) {
            Shape shape = x.shape().with(axis, count);
            HostArray indices = random.indices(shape, Math.max(1, length));
            String of = label + ", " + count + " positions";
            cases.add(ConformanceCase.of(new Indexing.TakeAlong(axis), of, Tolerance.exact(), x, indices));
            if (x.dtype().isFloating()) {
                HostArray values = random.uniform(x.dtype(), shape, -2, 2);
                cases.add(ReductionCases.summed(
                        new Indexing.ScatterAddAlong(axis, length), of, Math.max(1, count), values, indices));
            }
        }
    }

    private static int[] ends(int rank) {
        return IntStream.range(0, rank)
                .filter(axis -> axis == 0 || axis == rank - 1)
                .toArray();
    }
}
