package org.pushforward.zoo.sampler;

import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Denoiser;

/**
 * Ancestral sampling. It draws from the Gaussian q(x_next | x, x_0 = D):
 *
 * <pre>
 * mean     = x + (1 - next^2 / sigma^2) (D - x)
 * variance = next^2 (sigma^2 - next^2) / sigma^2
 * </pre>
 *
 * <p>The last step, to 0, therefore adds no noise. Song, Sohl-Dickstein, Kingma, Kumar, Ermon and Poole, <i>Score-based generative
 * modeling through stochastic differential equations</i>, 2021, appendix F.
 *
 * @param grid the noise levels
 */
public record Ancestral(TimeGrid grid) implements OneStepSampling {
    @Override
    public Tensor update(Denoiser denoiser, Tensor x, Move move, Noise noise) {
        Tensor ratio = move.next().div(move.sigma());
        Tensor lost = ratio.square().neg().add(1);
        Tensor mean = x.sub(OneStepSampling.slope(denoiser, x, move.sigma())
                .mul(move.sigma())
                .mul(lost));
        return mean.add(OneStepSampling.noiseLike(noise, x).mul(move.next().mul(lost.sqrt())));
    }
}
