package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;

/**
 * The learned network F(x, c, context) of a denoiser: a function of scaled data, of a number that encodes the noise level, and of a
 * context.
 */
@FunctionalInterface
public interface DenoiserNetwork {

    /**
     * Returns F, of the shape of x.
     *
     * @param x data scaled to about unit variance, of shape [n, ...]
     * @param noise c_noise of each row, of shape [n, 1, ..., 1] with as many axes as x, or [1, 1, ..., 1] for all rows
     * @param context the context of each row
     */
    Tensor apply(Tensor x, Tensor noise, Context context);
}
