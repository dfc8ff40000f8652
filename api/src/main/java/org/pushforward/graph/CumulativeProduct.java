package org.pushforward.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pushforward.Stability;

/**
 * The cumulative product along an axis, multiplied in order from the first element to the last.
 *
 * <p>Because of this order, everything after a zero is zero, and a product overflows only if the sequential product
 * does. A doubling scan takes {@code log2 n} multiplications of the whole tensor, but it multiplies later elements
 * first: they may overflow to infinity before an earlier zero or small number is applied. An axis of length n takes
 * n - 1 multiplications of slices and about 3 n nodes. Unlike the exponential of a sum of logarithms, the product is
 * correct for zeros and negative numbers, and so are its derivatives of every order.
 */
@Stability(Stability.Level.STABLE)
public final class CumulativeProduct {
    private CumulativeProduct() {}

    /** Returns the inclusive cumulative product, of the same shape. */
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

    /** Returns slices of length 1 by repeated halving, so that their derivatives are reassembled in few steps. */
    private static Stream<Tensor> slices(Tensor x, int axis) {
        int length = x.dim(axis);
        int half = length / 2;
        return length == 1
                ? Stream.of(x)
                : Stream.concat(slices(x.slice(axis, 0, half), axis), slices(x.slice(axis, half, length), axis));
    }
}
