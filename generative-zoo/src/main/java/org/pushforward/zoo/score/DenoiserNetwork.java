package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/** What a preconditioned denoiser learns: F(x, c), a function of scaled data and of the number that tells their noise level. */
@FunctionalInterface
public interface DenoiserNetwork {

    /**
     * Returns F, of the shape of x.
     *
     * @param x data scaled to size one, of shape [n, ...]
     * @param noise c_noise of each row, of shape [n, 1, ..., 1] with as many axes as x, or [1, 1, ..., 1] for all rows
     */
    Tensor apply(Tensor x, Tensor noise);
}
