package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Indexing;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of the largest element's position, of slices at positions, and of the adjoint of that. */
final class PositionCases {
    private PositionCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : Samples.EVERY) {
            Samples samples = new Samples("positions " + dtype);
            for (Shape shape : Samples.EDGE_SHAPES) {
                for (int axis = 0; axis < shape.rank(); axis++) {
                    if (shape.rank() < 5 || axis % 3 == 0 || axis == shape.rank() - 1) {
                        edge(cases, samples, shape, axis, dtype);
                    }
                }
            }
            named(cases, samples, dtype);
        }
        return cases;
    }

    private static void edge(List<ConformanceCase> cases, Samples samples, Shape shape, int axis, DType dtype) {
        HostArray x = samples.whole(dtype, shape);
        largest(cases, "edge", axis, x);
        int length = shape.dim(axis);
        for (int count : length == 0 ? new int[] {0} : new int[] {0, 1, 2 * length + 1}) {
            chosen(cases, samples, "edge", axis, x, count);
        }
    }

    /** What generated cases would meet only by chance. */
    private static void named(List<ConformanceCase> cases, Samples samples, DType dtype) {
        HostArray x = samples.whole(dtype, Shape.of(4, 5, 3));
        HostArray repeated = HostArray.of(Shape.of(7), 2L, 0L, 2L, 2L, 1L, 0L, 2L);
        HostArray backwards = HostArray.of(Shape.of(3), 2L, 1L, 0L);
        for (int axis = 0; axis < 3; axis++) {
            gather(cases, "repeated and unsorted", axis, x, repeated);
            gather(cases, "backwards", axis, x, backwards);
            if (dtype.isFloating()) {
                scatter(cases, samples, "repeated and unsorted", axis, 3, x.shape(), repeated, dtype);
                scatter(cases, samples, "some positions left out", axis, 9, x.shape(), backwards, dtype);
            }
        }
        if (dtype == DType.BOOL) {
            return;
        }
        for (int axis = 0; axis < 3; axis++) {
            largest(cases, "distinct", axis, samples.distinct(dtype, Shape.of(6, 7, 8)));
        }
        // Long enough for a parallel search to find a later one of equals.
        largest(cases, "many ties", 0, samples.whole(dtype, Shape.of(3000)));
        largest(cases, "many ties", 1, samples.whole(dtype, Shape.of(2, 400, 3)));
        largest(
                cases,
                "all equal",
                1,
                HostArray.zeros(samples.whole(dtype, Shape.of(3, 50)).type()));
        if (dtype.isFloating()) {
            double infinite = Double.POSITIVE_INFINITY;
            largest(cases, "signed zeros", 0, Samples.vector(dtype, -1, -0.0, 0.0, -0.0));
            largest(cases, "minus infinities", 0, Samples.vector(dtype, -infinite, -infinite));
            largest(cases, "infinities", 0, Samples.vector(dtype, 1, -infinite, infinite, infinite));
            gather(cases, "special values", 0, Samples.vector(dtype, Double.NaN, infinite, -infinite), backwards);
            HostArray many = samples.indices(Shape.of(2000), 5);
            scatter(cases, samples, "many to few", 0, 5, Shape.of(0, 3), many, dtype);
        } else {
            largest(cases, "extremes", 0, Samples.extremes(dtype));
        }
    }

    private static void largest(List<ConformanceCase> cases, String label, int axis, HostArray x) {
        if (x.dtype() != DType.BOOL && x.shape().dim(axis) > 0) {
            String of = label + ", " + x.shape() + " along " + axis;
            cases.add(ConformanceCase.of(new Indexing.ArgMax(axis), of, Tolerance.exact(), x));
        }
    }

    private static void chosen(
            List<ConformanceCase> cases, Samples samples, String label, int axis, HostArray x, int count) {
        int length = x.shape().dim(axis);
        HostArray positions = samples.indices(Shape.of(count), Math.max(1, length));
        gather(cases, label, axis, x, positions);
        if (x.dtype().isFloating()) {
            scatter(cases, samples, label, axis, length, x.shape(), positions, x.dtype());
        }
    }

    private static void gather(List<ConformanceCase> cases, String label, int axis, HostArray x, HostArray positions) {
        String of = label + ", " + x.shape() + " along " + axis + ", " + positions.size() + " positions";
        cases.add(ConformanceCase.of(new Indexing.Gather(axis), of, Tolerance.exact(), x, positions));
    }

    /** Adds a slice of a tensor like one of this shape to each of some positions among {@code length}. */
    private static void scatter(
            List<ConformanceCase> cases,
            Samples samples,
            String label,
            int axis,
            int length,
            Shape like,
            HostArray positions,
            DType dtype) {
        HostArray values = samples.uniform(dtype, like.with(axis, positions.size()), -2, 2);
        String of = label + ", " + values.shape() + " along " + axis + " to " + length;
        cases.add(ReductionCases.summed(
                new Indexing.ScatterAdd(axis, length), of, Math.max(1, positions.size()), values, positions));
    }
}
