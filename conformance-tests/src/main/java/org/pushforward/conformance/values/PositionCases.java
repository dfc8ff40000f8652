package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Indexing;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of the position of the largest element, of gathering slices at positions, and of the adjoint of gathering. */
final class PositionCases {
    private PositionCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.ALL_TYPES) {
            RandomOperands random = new RandomOperands("positions " + dtype);
            for (Shape shape : TestOperands.EDGE_SHAPES) {
                for (int axis = 0; axis < shape.rank(); axis++) {
                    if (shape.rank() < 5 || axis % 3 == 0 || axis == shape.rank() - 1) {
                        edge(cases, random, shape, axis, dtype);
                    }
                }
            }
            named(cases, random, dtype);
        }
        return cases;
    }

    private static void edge(List<ConformanceCase> cases, RandomOperands random, Shape shape, int axis, DType dtype) {
        HostArray x = random.whole(dtype, shape);
        largest(cases, "edge", axis, x);
        int length = shape.dim(axis);
        for (int count : length == 0 ? new int[] {0} : new int[] {0, 1, 2 * length + 1}) {
            chosen(cases, random, "edge", axis, x, count);
        }
    }

    /** Adds the cases that random ones would meet only by chance. */
    private static void named(List<ConformanceCase> cases, RandomOperands random, DType dtype) {
        HostArray x = random.whole(dtype, Shape.of(4, 5, 3));
        HostArray repeated = HostArray.of(Shape.of(7), 2L, 0L, 2L, 2L, 1L, 0L, 2L);
        HostArray backwards = HostArray.of(Shape.of(3), 2L, 1L, 0L);
        for (int axis = 0; axis < 3; axis++) {
            gather(cases, "repeated and unsorted", axis, x, repeated);
            gather(cases, "backwards", axis, x, backwards);
            if (dtype.isFloating()) {
                scatter(cases, random, "repeated and unsorted", axis, 3, x.shape(), repeated, dtype);
                scatter(cases, random, "some positions left out", axis, 9, x.shape(), backwards, dtype);
            }
        }
        if (dtype == DType.BOOL) {
            return;
        }
        for (int axis = 0; axis < 3; axis++) {
            largest(cases, "distinct", axis, random.distinct(dtype, Shape.of(6, 7, 8)));
        }
        // Long enough for a parallel search to find a later tie.
        largest(cases, "many ties", 0, random.whole(dtype, Shape.of(3000)));
        largest(cases, "many ties", 1, random.whole(dtype, Shape.of(2, 400, 3)));
        largest(
                cases,
                "all equal",
                1,
                HostArray.zeros(random.whole(dtype, Shape.of(3, 50)).type()));
        if (dtype.isFloating()) {
            double infinite = Double.POSITIVE_INFINITY;
            largest(cases, "signed zeros", 0, TestOperands.vector(dtype, -1, -0.0, 0.0, -0.0));
            largest(cases, "minus infinities", 0, TestOperands.vector(dtype, -infinite, -infinite));
            largest(cases, "infinities", 0, TestOperands.vector(dtype, 1, -infinite, infinite, infinite));
            gather(cases, "special values", 0, TestOperands.vector(dtype, Double.NaN, infinite, -infinite), backwards);
            HostArray many = random.indices(Shape.of(2000), 5);
            scatter(cases, random, "many to few", 0, 5, Shape.of(0, 3), many, dtype);
        } else {
            largest(cases, "extremes", 0, TestOperands.extremes(dtype));
        }
    }

    private static void largest(List<ConformanceCase> cases, String label, int axis, HostArray x) {
        if (x.dtype() != DType.BOOL && x.shape().dim(axis) > 0) {
            String of = label + ", " + x.shape() + " along " + axis;
            cases.add(ConformanceCase.of(new Indexing.ArgMax(axis), of, Tolerance.exact(), x));
        }
    }

    private static void chosen(
            List<ConformanceCase> cases, RandomOperands random, String label, int axis, HostArray x, int count) {
        int length = x.shape().dim(axis);
        HostArray positions = random.indices(Shape.of(count), Math.max(1, length));
        gather(cases, label, axis, x, positions);
        if (x.dtype().isFloating()) {
            scatter(cases, random, label, axis, length, x.shape(), positions, x.dtype());
        }
    }

    private static void gather(List<ConformanceCase> cases, String label, int axis, HostArray x, HostArray positions) {
        String of = label + ", " + x.shape() + " along " + axis + ", " + positions.size() + " positions";
        cases.add(ConformanceCase.of(new Indexing.Gather(axis), of, Tolerance.exact(), x, positions));
    }

    /** Adds the case that adds slices of a tensor to an axis of some length; {@code like} gives the other axes. */
    private static void scatter(
            List<ConformanceCase> cases,
            RandomOperands random,
            String label,
            int axis,
            int length,
            Shape like,
            HostArray positions,
            DType dtype) {
        HostArray values = random.uniform(dtype, like.with(axis, positions.size()), -2, 2);
        String of = label + ", " + values.shape() + " along " + axis + " to " + length;
        cases.add(ReductionCases.summed(
                new Indexing.ScatterAdd(axis, length), of, Math.max(1, positions.size()), values, positions));
    }
}
