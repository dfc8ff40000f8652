package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of the primitives that move elements. */
final class MovementCases {
    private MovementCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.ALL_TYPES) {
            RandomOperands random = new RandomOperands("movement " + dtype);
            for (Shape shape : TestOperands.EDGE_SHAPES) {
                moved(cases, random, random.whole(dtype, shape));
            }
            broadcast(cases, random, dtype);
            named(cases, random, dtype);
        }
        return cases;
    }

    /** Adds a case of every movement of one tensor. */
    private static void moved(List<ConformanceCase> cases, RandomOperands random, HostArray x) {
        Shape shape = x.shape();
        int rank = shape.rank();
        String of = x.shape().toString();
        add(cases, new Movement.Reshape(Shape.of(shape.size())), of + " to a vector", x);
        add(cases, new Movement.Reshape(Shape.of(shape.size(), 1, 1)), of + " to a column", x);
        add(cases, new Movement.Transpose(random.permutation(rank)), of, x);
        add(cases, new Movement.Reverse(random.subset(rank)), of + " some axes", x);
        add(cases, new Movement.Reverse(IntStream.range(0, rank).boxed().toList()), of + " all axes", x);
        slice(cases, random, of, x);
        if (x.dtype() != DType.BOOL) {
            pad(cases, random, of, x);
        }
        for (int axis = 0; axis < rank; axis++) {
            HostArray longer = random.whole(x.dtype(), shape.with(axis, shape.dim(axis) + 2));
            HostArray empty = random.whole(x.dtype(), shape.with(axis, 0));
            add(cases, new Movement.Concat(axis), of + " along " + axis, x, longer, empty, x);
        }
    }

    private static void slice(List<ConformanceCase> cases, RandomOperands random, String of, HostArray x) {
        List<Integer> start = new ArrayList<>();
        List<Integer> limit = new ArrayList<>();
        List<Integer> stride = new ArrayList<>();
        for (int dim : x.shape().dims()) {
            start.add(random.between(0, Math.max(0, dim - 1)));
            limit.add(random.between(start.get(start.size() - 1), dim));
            stride.add(random.between(1, 3));
        }
        List<Integer> one = Collections.nCopies(x.shape().rank(), 1);
        add(cases, new Movement.Slice(start, TestOperands.dims(x.shape()), stride), of + " strided", x);
        add(cases, new Movement.Slice(start, limit, one), of + " contiguous", x);
    }

    private static void pad(List<ConformanceCase> cases, RandomOperands random, String of, HostArray x) {
        List<Integer> low = new ArrayList<>();
        List<Integer> high = new ArrayList<>();
        List<Integer> interior = new ArrayList<>();
        for (int i = 0; i < x.shape().rank(); i++) {
            // At high ranks only some axes are padded, so that results stay small.
            boolean few = x.shape().rank() > 5 && i % 3 != 0;
            low.add(few ? 0 : random.between(0, 2));
            high.add(few ? 0 : random.between(0, 2));
            interior.add(few ? 0 : random.between(0, 2));
        }
        List<Integer> none = Collections.nCopies(x.shape().rank(), 0);
        add(cases, new Movement.Pad(low, high, none, -3), of + " outside", x);
        add(cases, new Movement.Pad(low, high, interior, 7), of + " outside and between", x);
        add(cases, new Movement.Pad(none, none, interior, 0), of + " between", x);
    }

    private static void broadcast(List<ConformanceCase> cases, RandomOperands random, DType dtype) {
        for (BroadcastExample each : BroadcastExample.ALL) {
            add(cases, new Movement.Broadcast(each.result()), "" + each, random.whole(dtype, each.left()));
        }
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            int[] dims = shape.dims();
            for (int i = 0; i < dims.length; i++) {
                dims[i] = dims[i] == 1 || random.between(0, 1) == 0 ? 1 : dims[i];
            }
            add(
                    cases,
                    new Movement.Broadcast(shape),
                    Shape.of(dims) + " to " + shape,
                    random.whole(dtype, Shape.of(dims)));
            add(cases, new Movement.Broadcast(shape), "scalar to " + shape, random.whole(dtype, Shape.scalar()));
        }
        Shape alternating = Shape.of(1, 2, 1, 2, 1, 2, 1, 2);
        add(
                cases,
                new Movement.Broadcast(Shape.of(2, 2, 3, 2, 1, 2, 2, 2)),
                "alternating axes",
                random.whole(dtype, alternating));
    }

    /** Adds the cases that random ones would meet only by chance. */
    private static void named(List<ConformanceCase> cases, RandomOperands random, DType dtype) {
        HostArray x = random.whole(dtype, Shape.of(4, 6));
        add(cases, new Movement.Concat(0), "one operand", x);
        add(
                cases,
                new Movement.Concat(1),
                "forty operands",
                Collections.nCopies(40, x).toArray(HostArray[]::new));
        add(cases, new Movement.Slice(List.of(1, 0), List.of(1, 6), List.of(1, 1)), "empty", x);
        add(cases, new Movement.Slice(List.of(1, 5), List.of(2, 6), List.of(9, 9)), "stride beyond the end", x);
        cases.add(ConformanceCase.of(
                Movement.Broadcast.class,
                "then reduced shape, then again",
                Tolerance.exact(),
                y -> y.get(0)
                        .slice(0, 0, 1)
                        .broadcastTo(Shape.of(3, 6))
                        .slice(1, 2, 3)
                        .broadcastTo(Shape.of(2, 3, 5)),
                x));
        cases.add(ConformanceCase.of(
                Movement.Transpose.class,
                "then reshaped and moved back",
                Tolerance.exact(),
                y -> Tensor.of(
                        new Movement.Transpose(List.of(1, 0)),
                        List.of(y.get(0).transpose().reshape(3, 8))),
                x));
        if (dtype.isFloating()) {
            for (double value : new double[] {Double.NEGATIVE_INFINITY, Double.NaN, 1.0 / 3}) {
                add(cases, new Movement.Pad(List.of(1, 0), List.of(0, 2), List.of(1, 0), value), "with " + value, x);
            }
        }
    }

    private static void add(List<ConformanceCase> cases, Primitive primitive, String label, HostArray... x) {
        cases.add(ConformanceCase.of(primitive, label, Tolerance.exact(), x));
    }
}
