package org.pushforward.zoo.flow;

import org.pushforward.distribution.Transform.Image;
import org.pushforward.graph.Tensor;

/**
 * An increasing map of single numbers, whose parameters a network gives: what couplings and autoregressive flows apply to each
 * coordinate.
 */
public interface UnivariateMap {

    /** Returns how many parameters a coordinate has. */
    int parameters();

    /**
     * Returns the images, and the logarithm of the change of volume of each row.
     *
     * @param x of shape [n, k]
     * @param parameters of shape [n, parameters k]: the first parameter of every coordinate, then the second, ...; at zero the map
     *     is the identity
     */
    Image forward(Tensor x, Tensor parameters);

    /** Returns the preimages, and the logarithm of the change of volume of each row, as {@link #forward} does. */
    Image inverse(Tensor z, Tensor parameters);
}
