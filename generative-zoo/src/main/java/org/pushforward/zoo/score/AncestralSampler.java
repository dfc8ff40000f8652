package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Draws from the Gaussian q(x_next | x, x_0 = D):
 *
 * <pre>
 * mean     = x + (1 - next^2 / sigma^2) (D - x)
 * variance = next^2 (sigma^2 - next^2) / sigma^2
 * </pre>
 *
 * so the last step, to 0, adds no noise. Song, Sohl-Dickstein, Kingma, Kumar, Ermon and Poole, <i>Score-based generative
 * modeling through stochastic differential equations</i>, 2021, appendix F.
 */
public final class AncestralSampler extends DiffusionSampler {
    /** Makes one for samples of that shape. */
    public AncestralSampler(ConditionalDenoiser denoiser, Shape sampleShape, NoiseLevels levels, int steps) {
        super(denoiser, sampleShape, levels, steps);
    }

    @Override
    public boolean isStochastic() {
        return true;
    }

    @Override
    protected Tensor update(Denoiser denoiser, Tensor x, Tensor sigma, Tensor next, Tensor noise) {
        Tensor ratio = next.div(sigma);
        Tensor kept = ratio.square().neg().add(1);
        Tensor mean = x.sub(slope(denoiser, x, sigma).mul(sigma).mul(kept));
        return mean.add(noise.mul(next.mul(kept.sqrt())));
    }
}
