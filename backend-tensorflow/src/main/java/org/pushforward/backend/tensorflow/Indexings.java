package org.pushforward.backend.tensorflow;

import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;

/** Lowerings of order and choice by position: on rows, which are what an axis becomes when it is moved to the end. */
final class Indexings {
    private Indexings() {}

    static Output<?> argSort(Indexing.ArgSort p, Tensor y, List<Output<?>> x, Emitter emit) {
        Shape shape = y.shape();
        Output<?> rows = rows(x.get(0), shape, p.axis(), emit);
        // The largest of the complement are the smallest, and the kernel takes the first of equals first.
        Output<?> complement = emit.op(y.operands().get(0).dtype().isFloating() ? "Neg" : "Invert", rows);
        Output<?> order = emit.begin("TopKV2")
                .addInput(complement)
                .addInput(emit.constant(HostArray.of(Shape.scalar(), shape.dim(p.axis()))))
                .build()
                .output(1);
        return unrows(Lowerings.cast(order, DType.I64, emit), shape, p.axis(), emit);
    }

    static Output<?> takeAlong(Indexing.TakeAlong p, Tensor y, List<Output<?>> x, Emitter emit) {
        Output<?> values = rows(x.get(0), y.operands().get(0).shape(), p.axis(), emit);
        Output<?> positions = rows(x.get(1), y.shape(), p.axis(), emit);
        Output<?> taken = emit.begin("GatherV2")
                .addInput(values)
                .addInput(positions)
                .addInput(emit.constant(HostArray.of(Shape.scalar(), 1)))
                .setAttr("batch_dims", 1)
                .build()
                .output(0);
        return unrows(taken, y.shape(), p.axis(), emit);
    }

    static Output<?> scatterAddAlong(Indexing.ScatterAddAlong p, Tensor y, List<Output<?>> x, Emitter emit) {
        Shape shape = y.operands().get(0).shape();
        Shape result = y.shape();
        int count = rowCount(shape, p.axis());
        long[] starts = IntStream.range(0, count)
                .mapToLong(row -> (long) row * p.length())
                .toArray();
        Output<?> values = rows(x.get(0), shape, p.axis(), emit);
        Output<?> positions = rows(x.get(1), shape, p.axis(), emit);
        // Positions in the flattened result: a segment for each of its elements.
        Output<?> flat = emit.op("AddV2", positions, emit.constant(HostArray.wrap(Shape.of(count, 1), starts)));
        Output<?> sums =
                emit.op("UnsortedSegmentSum", values, flat, emit.constant(HostArray.of(Shape.scalar(), result.size())));
        return unrows(sums, result, p.axis(), emit);
    }

    /** Returns a matrix with a row for each run of elements along an axis. */
    private static Output<?> rows(Output<?> x, Shape shape, int axis, Emitter emit) {
        boolean last = axis == shape.rank() - 1;
        Output<?> moved = last ? x : emit.op("Transpose", x, emit.vector(toEnd(shape.rank(), axis)));
        return emit.reshape(moved, rowCount(shape, axis), shape.dim(axis));
    }

    /** Returns the tensor of which {@link #rows} made a matrix. */
    private static Output<?> unrows(Output<?> rows, Shape shape, int axis, Emitter emit) {
        int[] order = toEnd(shape.rank(), axis);
        Output<?> moved = emit.reshape(rows, IntStream.of(order).map(shape::dim).toArray());
        return axis == shape.rank() - 1 ? moved : emit.op("Transpose", moved, emit.vector(inverse(order)));
    }

    private static int rowCount(Shape shape, int axis) {
        return shape.with(axis, 1).size();
    }

    private static int[] toEnd(int rank, int axis) {
        return IntStream.concat(IntStream.range(0, rank).filter(i -> i != axis), IntStream.of(axis))
                .toArray();
    }

    private static int[] inverse(int[] permutation) {
        int[] inverse = new int[permutation.length];
        for (int i = 0; i < inverse.length; i++) {
            inverse[permutation[i]] = i;
        }
        return inverse;
    }
}
