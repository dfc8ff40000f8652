package org.pushforward.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pushforward.Stability;

/**
 * The products of all elements up to each position of an axis, multiplied from the first to the last.
 *
 * <p>So a zero makes all that follow zero, whatever they are, and products overflow only if they would by hand; doubling, which
 * takes {@code log2 n} multiplications of the whole tensor, multiplies later elements first and may make an infinity of them that a
 * zero or a small number before them then meets. An axis of length n takes n - 1 multiplications of slices, and about 3 n nodes.
 * Unlike the exponential of a sum of logarithms it is right for zeros and for negative numbers, and so are its derivatives of every
 * order.
 */
@Stability(Stability.Level.STABLE)
public final class CumulativeProduct {
    private CumulativeProduct() {}

    /** Returns the products, of the same shape; the element at the position itself is a factor. */
    public static Tensor along(Tensor x, int axis) {
        if (x.dim(axis) == 0) {
            return x;
        }
        List<Tensor> products = new ArrayList<>();
        for (Tensor factor : slices(x, axis).toList()) {
            products.add(
                    products.isEmpty()
                            ? factor
                            : products.get(products.size() - 1).mul(factor));
        }
        return Tensor.concat(axis, products);
    }

    /** Returns slices of length 1, of halves of halves: their derivatives are put together in as few steps. */
    private static Stream<Tensor> slices(Tensor x, int axis) {
        int length = x.dim(axis);
        int half = length / 2;
        return length == 1
                ? Stream.of(x)
                : Stream.concat(slices(x.slice(axis, 0, half), axis), slices(x.slice(axis, half, length), axis));
    }
}
