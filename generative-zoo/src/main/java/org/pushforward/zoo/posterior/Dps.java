package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;

/**
 * Diffusion posterior sampling (DPS): clean data given noisy data are taken for certain to be D(x),
 *
 * <pre>
 * p(y | x_t = x) = N(y; A(D), S)
 * D' = D + sigma^2 J^T A^T S^-1 (y - A(D)),   J = dD/dx
 * </pre>
 *
 * <p>It trusts the observation too much, the more the less is known of it from x: of data from N(0, v) observed as they are with S =
 * s^2 I, the samples have variance v exp(-v/s^2) where the posterior has v s^2 / (v + s^2). And where v is well above s^2 the flow is
 * stiff: many steps are needed, or a larger s. The published sampler instead takes a step along the gradient of |y - A(D)|, the norm
 * and not its square, at a rate of the user's choice; that norm must be one for each sample.
 *
 * <p>Chung, Kim, McCann, Klasky and Ye, <i>Diffusion posterior sampling for general noisy inverse problems</i>, 2023.
 *
 * @param prior D
 * @param observation A and S
 */
public record Dps(ConditionalDenoiser prior, Observation observation) implements PosteriorDenoiser {
    /** Returns the guidance for an observation, to put on any prior. */
    public static Guidance of(Observation observation) {
        return prior -> new Dps(prior, observation);
    }

    @Override
    public Tensor denoise(Denoiser given, Tensor x, Tensor sigma, Tensor y) {
        Tensor mean = given.denoise(x, sigma);
        Tensor observed = observation.operator().apply(mean);
        Tensor misfit = observation.noise().inverse().apply(y.sub(observed));
        Tensor gradient =
                Gradients.vjp(List.of(observed), List.of(x), List.of(misfit)).get(0);
        return mean.add(sigma.square().mul(gradient));
    }
}
