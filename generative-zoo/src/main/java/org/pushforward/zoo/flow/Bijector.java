package org.pushforward.zoo.flow;

import org.pushforward.graph.Tensor;

/** An invertible map of R^d whose Jacobian determinant is known. Forward is from data to noise. */
public interface Bijector {

    /** Returns the image of each row, and the logarithm of the determinant there. */
    Image forward(Tensor x);

    /** Returns the preimage of each row. */
    Tensor inverse(Tensor z);

    /**
     * A point and the change of volume that led to it.
     *
     * @param value the image, of shape [n, d]
     * @param logAbsDetJacobian log |det df/dx|, of shape [n]
     */
    record Image(Tensor value, Tensor logAbsDetJacobian) {}
}
