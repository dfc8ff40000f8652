package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Euler's method on the probability flow, of order 1: x + (next - sigma) (x - D) / sigma. It is DDIM without noise.
 *
 * <p>Song, Meng and Ermon, <i>Denoising diffusion implicit models</i>, 2021.
 */
public final class EulerSampler extends DiffusionSampler {
    /** Makes one for samples of that shape. */
    public EulerSampler(ConditionalDenoiser denoiser, Shape sampleShape, NoiseLevels levels, int steps) {
        super(denoiser, sampleShape, levels, steps);
    }

    @Override
    protected Tensor update(Denoiser denoiser, Tensor x, Tensor sigma, Tensor next, Tensor noise) {
        return x.add(slope(denoiser, x, sigma).mul(next.sub(sigma)));
    }
}
