package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * A differentiable one-to-one map with a known Jacobian determinant. It may lack an inverse in closed form; one that has it is a
 * {@link Bijector}.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Transform {

    /** Returns the image of each row, and the logarithm of the change of volume there. */
    Image forward(Tensor x);

    /** Returns the shape of the image of one sample; that of the sample unless a map says otherwise. */
    default Shape codomain(Shape domain) {
        return domain;
    }

    /**
     * A point and the change of volume that led to it.
     *
     * @param value the image, of shape [n, ...]
     * @param logAbsDet log |det df/dx|, of shape [n]
     */
    record Image(Tensor value, Tensor logAbsDet) {}
}
