package org.pushforward.graph;

import org.pushforward.Stability;
import org.pushforward.tensor.DType;

/** Functions of the order of elements, in addition to {@link Tensor#sort}. Undefined for NaN. */
@Stability(Stability.Level.STABLE)
public final class Ordering {
    /**
     * The largest elements along an axis, in descending order. Among equal elements, earlier ones come first.
     *
     * @param values the elements, which are differentiable
     * @param positions their positions on the axis, int64
     */
    public record Largest(Tensor values, Tensor positions) {}

    private Ordering() {}

    /**
     * Returns the k largest elements along an axis.
     *
     * @param k from 0 to the length of the axis
     */
    public static Largest topK(Tensor x, int axis, int k) {
        int length = x.dim(axis);
        // Sorting is stable and ascending. So among equal elements of the reversed axis, the first on the original axis
        // comes last.
        Tensor ascending = x.reverse(axis).argSort(axis);
        Tensor descending = ascending.slice(axis, length - k, length).reverse(axis);
        Tensor positions = descending.neg().add(length - 1);
        return new Largest(x.takeAlong(axis, positions), positions);
    }

    /**
     * Returns, for each element, the number of edges that are less than or equal to it: its insertion point in the
     * edges, to the right of equal edges.
     *
     * <p>Every edge is compared with every element. For the few edges of a spline or a histogram this is less work than
     * a binary search.
     *
     * @param edges ascending along the last axis; of shape [k], or [..., k] if each element has its own edges
     * @param x the elements, whose shape broadcasts against the leading axes of the edges
     * @return int64, from 0 to k
     */
    public static Tensor searchSorted(Tensor edges, Tensor x) {
        return x.expandDims(-1).greaterEqual(edges).cast(DType.I64).sum(-1);
    }
}
