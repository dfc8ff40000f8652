package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;

/**
 * What a denoiser learns: F(x, c, context), a function of scaled data, of the number that tells their noise level, and of what they
 * are conditioned on.
 */
@FunctionalInterface
public interface DenoiserNetwork {

    /**
     * Returns F, of the shape of x.
     *
     * @param x data scaled to size one, of shape [n, ...]
     * @param noise c_noise of each row, of shape [n, 1, ..., 1] with as many axes as x, or [1, 1, ..., 1] for all rows
     * @param context what each row is conditioned on
     */
    Tensor apply(Tensor x, Tensor noise, Context context);
}
