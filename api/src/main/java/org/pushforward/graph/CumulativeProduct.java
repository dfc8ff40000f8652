package org.pushforward.graph;

/**
 * The products of all elements up to each position of an axis.
 *
 * <p>By doubling: after step i each position holds the product of the last {@code 2^i} elements, so n elements take {@code log2 n}
 * multiplications of the whole tensor. Unlike the exponential of a sum of logarithms it is right for zeros and for negative
 * numbers, and so are its derivatives of every order. Hillis and Steele, <i>Data parallel algorithms</i>, 1986.
 */
public final class CumulativeProduct {
    private CumulativeProduct() {}

    /** Returns the products, of the same shape; the element at the position itself is a factor. */
    public static Tensor along(Tensor x, int axis) {
        int length = x.dim(axis);
        Tensor products = x;
        for (int distance = 1; distance < length; distance *= 2) {
            Tensor earlier = products.slice(axis, 0, length - distance).pad(axis, distance, 0, 1);
            products = products.mul(earlier);
        }
        return products;
    }
}
