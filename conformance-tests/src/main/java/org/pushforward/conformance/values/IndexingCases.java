package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Indexing;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of the primitives that choose positions by value. */
final class IndexingCases {
    private IndexingCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : Samples.EVERY) {
            Samples samples = new Samples("indexing " + dtype);
            for (Shape shape : Samples.EDGE_SHAPES) {
                for (int axis : ends(shape.rank())) {
                    int length = shape.dim(axis);
                    int[] counts = length == 0 ? new int[] {0} : new int[] {0, length, 2 * length + 1};
                    every(cases, samples, shape + " along " + axis, axis, samples.whole(dtype, shape), counts);
                }
            }
            if (dtype != DType.BOOL) {
                // Long enough for an unstable algorithm to exchange equal elements.
                argSort(cases, "many ties", 0, samples.whole(dtype, Shape.of(3000)));
                argSort(cases, "many ties in the middle axis", 1, samples.whole(dtype, Shape.of(2, 400, 3)));
                argSort(cases, "distinct", 0, samples.distinct(dtype, Shape.of(777)));
                argSort(
                        cases,
                        "all equal",
                        0,
                        HostArray.zeros(samples.whole(dtype, Shape.of(100)).type()));
            }
        }
        for (DType dtype : Samples.FLOATING) {
            double infinite = Double.POSITIVE_INFINITY;
            argSort(cases, "signed zeros", 0, Samples.vector(dtype, 0.0, -0.0, 1, 0.0, -0.0, -1));
            argSort(cases, "infinities", 0, Samples.vector(dtype, 1, infinite, -infinite, 0, infinite, -infinite));
        }
        argSort(cases, "extremes", 0, Samples.extremes(DType.I32));
        argSort(cases, "extremes", 0, Samples.extremes(DType.I64));
        return cases;
    }

    private static void argSort(List<ConformanceCase> cases, String label, int axis, HostArray x) {
        cases.add(ConformanceCase.of(new Indexing.ArgSort(axis), label, Tolerance.exact(), x));
        cases.add(ConformanceCase.of(new Composite.Sort(axis), label, Tolerance.exact(), x));
    }

    /** Order, choice of fewer and of more positions than the axis has, and the adjoint of that. */
    private static void every(
            List<ConformanceCase> cases, Samples samples, String label, int axis, HostArray x, int... counts) {
        if (x.dtype() != DType.BOOL) {
            argSort(cases, label, axis, x);
        }
        int length = x.shape().dim(axis);
        for (int count : counts) {
            Shape shape = x.shape().with(axis, count);
            HostArray indices = samples.indices(shape, Math.max(1, length));
            String of = label + ", " + count + " positions";
            cases.add(ConformanceCase.of(new Indexing.TakeAlong(axis), of, Tolerance.exact(), x, indices));
            if (x.dtype().isFloating()) {
                HostArray values = samples.uniform(x.dtype(), shape, -2, 2);
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
