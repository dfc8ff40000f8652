package org.pushforward.backend.reference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** The reference evaluation of indexing primitives. */
final class IndexingRules {
    private IndexingRules() {}

    static Value argSort(Indexing.ArgSort p, Tensor node, List<Value> x) {
        Comparator<Integer> ascending = ascending(x.get(0));
        int length = node.shape().dim(p.axis());
        int stride = node.shape().strides()[p.axis()];
        long[] order = new long[node.shape().size()];
        for (int first : length == 0 ? new int[0] : lanes(node.shape(), p.axis())) {
            // The sort of objects is stable.
            Integer[] lane =
                    IntStream.range(0, length).mapToObj(k -> first + k * stride).toArray(Integer[]::new);
            Arrays.sort(lane, ascending);
            for (int k = 0; k < length; k++) {
                order[first + k * stride] = (lane[k] - first) / stride;
            }
        }
        return new Value.Integers(order);
    }

    private static Comparator<Integer> ascending(Value x) {
        if (x instanceof Value.Integers) {
            long[] a = x.integers();
            return (i, j) -> Long.compare(a[i], a[j]);
        }
        double[] a = x.reals();
        // Double.compare would sort -0 before +0, but they are equal and must keep their order.
        return (i, j) -> a[i] < a[j] ? -1 : a[i] > a[j] ? 1 : 0;
    }

    static Value takeAlong(Indexing.TakeAlong p, Tensor node, List<Value> x) {
        return x.get(0)
                .at(chosen(
                        node.operands().get(0).shape(), node.operands().get(1).shape(), p.axis(), x.get(1)));
    }

    static Value scatterAddAlong(Indexing.ScatterAddAlong p, Tensor node, List<Value> x) {
        int[] targets = chosen(node.shape(), node.operands().get(1).shape(), p.axis(), x.get(1));
        double[] a = x.get(0).reals();
        double[] sums = new double[node.shape().size()];
        for (int i = 0; i < a.length; i++) {
            sums[targets[i]] += a[i];
        }
        return new Value.Reals(sums);
    }

    static Value argMax(Indexing.ArgMax p, Tensor node, List<Value> x) {
        Shape shape = node.operands().get(0).shape();
        Comparator<Integer> ascending = ascending(x.get(0));
        int stride = shape.strides()[p.axis()];
        int[] lanes = lanes(shape, p.axis());
        return Value.integers(node.dtype(), lanes.length, lane -> {
            int largest = lanes[lane];
            for (int k = 1; k < shape.dim(p.axis()); k++) {
                int candidate = lanes[lane] + k * stride;
                largest = ascending.compare(candidate, largest) > 0 ? candidate : largest;
            }
            return (largest - lanes[lane]) / stride;
        });
    }

    static Value gather(Indexing.Gather p, Tensor node, List<Value> x) {
        return x.get(0).at(slices(node.operands().get(0).shape(), p.axis(), x.get(1)));
    }

    static Value scatterAdd(Indexing.ScatterAdd p, Tensor node, List<Value> x) {
        int[] targets = slices(node.shape(), p.axis(), x.get(1));
        double[] a = x.get(0).reals();
        double[] sums = new double[node.shape().size()];
        for (int i = 0; i < a.length; i++) {
            sums[targets[i]] += a[i];
        }
        return new Value.Reals(sums);
    }

    /** Returns the positions in {@code target} of the slices that the indices select on an axis. */
    private static int[] slices(Shape target, int axis, Value index) {
        int[] dims = target.with(axis, index.size()).dims();
        int[] strides = target.strides();
        int stride = strides[axis];
        strides[axis] = 0;
        int[] positions = Layout.positions(dims, strides, 0);
        int[] counters = new int[dims.length];
        counters[axis] = 1;
        int[] which = Layout.positions(dims, counters, 0);
        for (int i = 0; i < positions.length; i++) {
            positions[i] += within(index.integer(which[i]), target.dim(axis)) * stride;
        }
        return positions;
    }

    /** Returns the position in {@code target} that each index points to. */
    private static int[] chosen(Shape target, Shape indices, int axis, Value index) {
        int[] strides = target.strides();
        int stride = strides[axis];
        strides[axis] = 0;
        int[] positions = Layout.positions(indices.dims(), strides, 0);
        for (int i = 0; i < positions.length; i++) {
            positions[i] += within(index.integer(i), target.dim(axis)) * stride;
        }
        return positions;
    }

    /** Returns the nearest position on an axis. */
    private static int within(long index, int length) {
        return (int) Math.max(0, Math.min(index, length - 1));
    }

    /** Returns the position of the first element of every lane along the axis. */
    static int[] lanes(Shape shape, int axis) {
        return Layout.positions(shape.with(axis, 1).dims(), shape.strides(), 0);
    }
}
