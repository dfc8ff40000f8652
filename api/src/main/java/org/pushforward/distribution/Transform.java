package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * A differentiable one-to-one map with a known Jacobian determinant. It may lack a closed-form inverse; a transform that has one is a
 * {@link Bijector}.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Transform {

    /** Returns the image of each row and the log absolute determinant of the Jacobian. */
    Image forward(Tensor x);

    /** Returns the shape of the image of one sample; by default the shape of the sample. */
    default Shape codomain(Shape domain) {
        return domain;
    }

    /**
     * An image and the log absolute determinant of the Jacobian.
     *
     * @param value the image, of shape [n, ...]
     * @param logAbsDet log |det df/dx|, of shape [n]
     */
    record Image(Tensor value, Tensor logAbsDet) {}
}
