package org.pushforward.zoo.sampler;

import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Denoiser;

/**
 * Euler's method on the probability flow, of order 1: x + (next - sigma) (x - D) / sigma. It is the same as DDIM without noise.
 *
 * <p>Song, Meng and Ermon, <i>Denoising diffusion implicit models</i>, 2021.
 *
 * @param grid the noise levels
 */
public record Euler(TimeGrid grid) implements OneStepSampling {
    @Override
    public Tensor update(Denoiser denoiser, Tensor x, Move move, Noise noise) {
        return x.add(
                OneStepSampling.slope(denoiser, x, move.sigma()).mul(move.next().sub(move.sigma())));
    }
}
