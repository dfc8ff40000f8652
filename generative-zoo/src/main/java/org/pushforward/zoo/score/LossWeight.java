package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;

/** The weight of the squared errors of a denoiser in training. */
@FunctionalInterface
public interface LossWeight {

    /**
     * Returns the weights, which broadcast against the data.
     *
     * @param sigma the noise level of each row, of shape [n, 1, ..., 1]
     * @param context the context of each row
     */
    Tensor weight(Tensor sigma, Context context);
}
