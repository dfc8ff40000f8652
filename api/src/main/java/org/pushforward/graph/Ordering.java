package org.pushforward.graph;

import org.pushforward.Stability;
import org.pushforward.tensor.DType;

/** What follows from the order of elements, beyond {@link Tensor#sort}. Undefined for NaN. */
@Stability(Stability.Level.STABLE)
public final class Ordering {
    /**
     * The largest elements along an axis, in descending order; of equals those that come first.
     *
     * @param values the elements, with a derivative
     * @param positions where they were on the axis, int64
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
        // Sorting is stable and ascending, so among equals of the reversed axis the first of the axis itself comes
        // last.
        Tensor ascending = x.reverse(axis).argSort(axis);
        Tensor descending = ascending.slice(axis, length - k, length).reverse(axis);
        Tensor positions = descending.neg().add(length - 1);
        return new Largest(x.takeAlong(axis, positions), positions);
    }

    /**
     * Returns, for each element, the number of edges that are not above it: where it would go into the row of edges, after its
     * equals.
     *
     * <p>Every edge is compared with every element, which for the few edges of a spline or a histogram is less work than a search.
     *
     * @param edges in ascending order along the last axis, of shape [k], or [..., k] for edges of each element's own
     * @param x the elements, of a shape that broadcasts against the [...] of the edges
     * @return int64, from 0 to k
     */
    public static Tensor searchSorted(Tensor edges, Tensor x) {
        return x.expandDims(-1).greaterEqual(edges).cast(DType.I64).sum(-1);
    }
}
