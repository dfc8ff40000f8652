package org.pushforward.zoo.score;

import java.util.Map;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** The mean of clean data given noisy data: D(x, sigma) = E[x_0 | x_0 + sigma z = x]. */
@FunctionalInterface
public interface Denoiser extends ConditionalDenoiser {

    /**
     * Returns the mean of clean data for each row.
     *
     * @param x noisy data, of shape [n, ...]
     * @param sigma the noise level of each row, of shape [n, 1, ..., 1] with as many axes as x, or [1, 1, ..., 1] for all
     *     rows
     */
    Tensor denoise(Tensor x, Tensor sigma);

    @Override
    default Map<String, Shape> context() {
        return Map.of();
    }

    @Override
    default Denoiser given(Map<String, Tensor> context) {
        return this;
    }
}
