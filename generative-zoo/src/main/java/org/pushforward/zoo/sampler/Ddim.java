package org.pushforward.zoo.sampler;

import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.Levels;

/**
 * The DDIM family of samplers between a deterministic sampler and ancestral sampling:
 *
 * <pre>
 * x := D + sqrt( next^2 - eta^2 tau^2 ) (x - D) / sigma + eta tau z,   tau^2 = next^2 (1 - next^2 / sigma^2)
 * </pre>
 *
 * <p>where tau^2 is the variance of q(x_next | x, x_0). With eta = 1 it is {@link Ancestral}, and with eta = 0 it is {@link Euler}. Song,
 * Meng and Ermon, <i>Denoising diffusion implicit models</i>, 2021, equation 12, in the coordinates x_t / alpha_t. The paper's alpha is
 * the square of ours.
 *
 * @param grid the noise levels
 * @param eta the share of fresh noise, from 0 to 1
 */
public record Ddim(TimeGrid grid, double eta) implements OneStepSampling {
    /** Refuses a share outside 0 to 1. */
    public Ddim {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("eta = " + eta + " of DDIM: expected 0 to 1");
        }
    }

    /** Returns the standard deviations of the kept noise and of the fresh noise. */
    @Override
    public double[] numbers(int step) {
        double next = grid.level(step + 1);
        double ratio = next / grid.level(step);
        double fresh = eta * next * Math.sqrt(1 - ratio * ratio);
        return new double[] {Math.sqrt(next * next - fresh * fresh), fresh};
    }

    @Override
    public Tensor update(Denoiser denoiser, Tensor x, Move move, Noise noise) {
        Tensor mean = denoiser.denoise(x, Levels.of(move.sigma(), x));
        Tensor kept = x.sub(mean).div(move.sigma()).mul(move.numbers().get(0));
        Tensor next = mean.add(kept);
        return eta == 0
                ? next
                : next.add(
                        OneStepSampling.noiseLike(noise, x).mul(move.numbers().get(1)));
    }
}
