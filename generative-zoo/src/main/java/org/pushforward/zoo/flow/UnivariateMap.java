package org.pushforward.zoo.flow;

import org.pushforward.distribution.Transform.Image;
import org.pushforward.graph.Tensor;

/**
 * An increasing map of single numbers whose parameters come from a network. Couplings and autoregressive flows apply it to each
 * coordinate.
 */
public interface UnivariateMap {

    /** Returns the number of parameters for each coordinate. */
    int parameters();

    /**
     * Returns the images and the log absolute determinant of each row.
     *
     * @param x of shape [n, k]
     * @param parameters of shape [n, parameters k]: the first parameter of every coordinate, then the second, and so on; with all
     *     parameters zero the map is the identity
     */
    Image forward(Tensor x, Tensor parameters);

    /** Returns the preimages and the log absolute determinant of the inverse for each row. */
    Image inverse(Tensor z, Tensor parameters);
}
