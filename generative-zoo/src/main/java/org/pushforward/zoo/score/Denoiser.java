package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;

/**
 * The mean of clean data given noisy data: D(x, sigma) = E[x_0 | x_0 + sigma z = x].
 *
 * <p>It does not depend on a schedule: if x_t = alpha_t x_0 + sigma_t z, then x_t / alpha_t is noisy data of level sigma_t / alpha_t.
 */
@FunctionalInterface
public interface Denoiser extends ConditionalDenoiser {

    /**
     * Returns the mean of the clean data for each row.
     *
     * @param x noisy data, of shape [n, ...]
     * @param sigma the noise level of each row, of shape [n, 1, ..., 1] with as many axes as x, or [1, 1, ..., 1] for all rows
     */
    Tensor denoise(Tensor x, Tensor sigma);

    @Override
    default Schema context() {
        return Schema.empty();
    }

    @Override
    default Denoiser given(Context context) {
        return this;
    }
}
