package org.pushforward.backend.tensorflow.lowering;

import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** The lowerings of sorting and indexing. They work on rows: the axis is moved to the end first. */
final class Indexings {
    private Indexings() {}

    static Output<?> argSort(Indexing.ArgSort p, Tensor y, List<Output<?>> x, Emitter emit) {
        Shape shape = y.shape();
        Output<?> rows = rows(x.get(0), shape, p.axis(), emit);
        // The largest elements of the complement are the smallest, and the kernel returns the first of equal elements
        // first.
        Output<?> complement = emit.op(y.operands().get(0).dtype().isFloating() ? "Neg" : "Invert", rows);
        Output<?> order = emit.begin("TopKV2")
                .addInput(complement)
                .addInput(length(shape, p.axis(), emit))
                .setAttr("index_type", DataType.DT_INT64)
                .build()
                .output(1);
        return unrows(order, shape, p.axis(), emit);
    }

    static Output<?> sort(Composite.Sort p, Tensor y, List<Output<?>> x, Emitter emit) {
        Output<?> rows = rows(x.get(0), y.shape(), p.axis(), emit);
        String complement = y.dtype().isFloating() ? "Neg" : "Invert";
        Output<?> descending = emit.op("TopKV2", emit.op(complement, rows), length(y.shape(), p.axis(), emit));
        return unrows(emit.op(complement, descending), y.shape(), p.axis(), emit);
    }

    static Output<?> argMax(Indexing.ArgMax p, Tensor y, List<Output<?>> x, Emitter emit) {
        Shape shape = y.operands().get(0).shape();
        // The kernel supports at most seven axes.
        Output<?> blocks = emit.reshape(x.get(0), blocks(shape, p.axis()));
        Output<?> largest = emit.op("ArgMax", blocks, emit.scalar(DType.I32, 1));
        return emit.reshape(largest, y.shape().dims());
    }

    static Output<?> gather(Indexing.Gather p, Tensor y, List<Output<?>> x, Emitter emit) {
        return emit.op("GatherV2", x.get(0), x.get(1), emit.scalar(DType.I32, p.axis()));
    }

    static Output<?> scatterAdd(Indexing.ScatterAdd p, Tensor y, List<Output<?>> x, Emitter emit) {
        Output<?> slices = slicesFirst(x.get(0), y.operands().get(0).shape(), p.axis(), emit);
        Output<?> sums = emit.op("UnsortedSegmentSum", slices, x.get(1), emit.scalar(DType.I32, p.length()));
        int[] blocks = blocks(y.shape(), p.axis());
        Shape moved = Shape.of(blocks[1], blocks[0], blocks[2]);
        return emit.reshape(exchanged(sums, moved, emit), y.shape().dims());
    }

    /**
     * Returns the tensor of shape [along, before, after]: the axis first, then the axes before it merged, then the axes
     * after it merged.
     */
    private static Output<?> slicesFirst(Output<?> x, Shape shape, int axis, Emitter emit) {
        int[] blocks = blocks(shape, axis);
        return exchanged(emit.reshape(x, blocks), Shape.of(blocks), emit);
    }

    private static Output<?> exchanged(Output<?> x, Shape shape, Emitter emit) {
        return new AxisOrder(List.of(1, 0, 2)).move(x, shape, emit);
    }

    /** Returns the number of elements before, along and after an axis. */
    private static int[] blocks(Shape shape, int axis) {
        int behind = IntStream.range(axis + 1, shape.rank()).map(shape::dim).reduce(1, Math::multiplyExact);
        int before = IntStream.range(0, axis).map(shape::dim).reduce(1, Math::multiplyExact);
        return new int[] {before, shape.dim(axis), behind};
    }

    private static Output<?> length(Shape shape, int axis, Emitter emit) {
        return emit.scalar(DType.I32, shape.dim(axis));
    }

    static Output<?> takeAlong(Indexing.TakeAlong p, Tensor y, List<Output<?>> x, Emitter emit) {
        Output<?> values = rows(x.get(0), y.operands().get(0).shape(), p.axis(), emit);
        Output<?> positions = rows(x.get(1), y.shape(), p.axis(), emit);
        Output<?> taken = emit.begin("GatherV2")
                .addInput(values)
                .addInput(positions)
                .addInput(emit.scalar(DType.I32, 1))
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
        // Positions in the flattened result: one segment for each of its elements.
        Output<?> flat = emit.op("AddV2", positions, emit.constant(HostArray.wrap(Shape.of(count, 1), starts)));
        Output<?> sums = emit.op("UnsortedSegmentSum", values, flat, emit.scalar(DType.I32, result.size()));
        return unrows(sums, result, p.axis(), emit);
    }

    /** Returns a matrix whose rows run along an axis. */
    private static Output<?> rows(Output<?> x, Shape shape, int axis, Emitter emit) {
        boolean last = axis == shape.rank() - 1;
        Output<?> moved = last ? x : emit.op("Transpose", x, emit.vector(toEnd(shape.rank(), axis)));
        return emit.reshape(moved, rowCount(shape, axis), shape.dim(axis));
    }

    /** Undoes {@link #rows}. */
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
