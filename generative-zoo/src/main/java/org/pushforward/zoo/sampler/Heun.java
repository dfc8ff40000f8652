package org.pushforward.zoo.sampler;

import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Denoiser;

/**
 * Heun's method on the probability flow, of order 2, with a final Euler step to 0:
 *
 * <pre>
 * d = (x - D(x, sigma)) / sigma,   y = x + (next - sigma) d,   e = (y - D(y, next)) / next
 * x := x + (next - sigma) (d + e) / 2
 * </pre>
 *
 * <p>Karras, Aittala, Aila and Laine, <i>Elucidating the design space of diffusion-based generative models</i>, 2022, algorithm 1.
 *
 * @param grid the noise levels
 */
public record Heun(TimeGrid grid) implements OneStepSampling {
    @Override
    public Tensor update(Denoiser denoiser, Tensor x, Move move, Noise noise) {
        Tensor step = move.next().sub(move.sigma());
        Tensor d = OneStepSampling.slope(denoiser, x, move.sigma());
        Tensor e = OneStepSampling.slope(denoiser, x.add(d.mul(step)), move.next());
        return x.add(d.add(e).mul(step).mul(0.5));
    }
}
