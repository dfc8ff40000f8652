package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;

/**
 * Diffusion posterior sampling (DPS), which assumes that the clean data given noisy data are exactly D(x):
 *
 * <pre>
 * p(y | x_t = x) = N(y; A(D), S)
 * D' = D + sigma^2 J^T A^T S^-1 (y - A(D)),   J = dD/dx
 * </pre>
 *
 * <p>It trusts the observation too much, especially at high noise levels. For data from N(0, v) that are observed directly with S = s^2 I,
 * the samples have variance v exp(-v/s^2), but the posterior has v s^2 / (v + s^2). If v is well above s^2, the flow is stiff and needs
 * many steps or a larger s. The published sampler instead takes a step along the gradient of the norm |y - A(D)|, not of its square, at a
 * rate that the user chooses. That norm must be computed separately for each sample.
 *
 * <p>A bound b keeps large steps stable instead ({@link BoundedMove}): with b = 1 the observed values move no farther than to the observation.
 * The flow is then no longer stiff.
 *
 * <p>Chung, Kim, McCann, Klasky and Ye, <i>Diffusion posterior sampling for general noisy inverse problems</i>, 2023.
 *
 * @param prior D
 * @param observation A and S
 * @param bound b, positive; infinite for the plain formula
 */
public record Dps(ConditionalDenoiser prior, Observation observation, double bound) implements PosteriorDenoiser {
    /** Refuses a bound that is not positive. */
    public Dps {
        BoundedMove.check("diffusion posterior sampling", bound);
    }

    /** Makes the denoiser without a bound. */
    public Dps(ConditionalDenoiser prior, Observation observation) {
        this(prior, observation, Double.POSITIVE_INFINITY);
    }

    /** Returns the guidance for an observation without a bound, which applies to any prior. */
    public static Guidance of(Observation observation) {
        return prior -> new Dps(prior, observation);
    }

    /** Returns the guidance for an observation with the bound 1, which applies to any prior. */
    public static Guidance bounded(Observation observation) {
        return prior -> new Dps(prior, observation, 1);
    }

    @Override
    public Tensor denoise(Denoiser given, Tensor x, Tensor sigma, Tensor y) {
        Tensor mean = given.denoise(x, sigma);
        Tensor observed = observation.operator().apply(mean);
        Tensor misfit = observation.noise().inverse().apply(y.sub(observed));
        Tensor gradient =
                Gradients.vjp(List.of(observed), List.of(x), List.of(misfit)).get(0);
        Tensor move = sigma.square().mul(gradient);
        return mean.add(BoundedMove.of(
                move, mean, observed, y.sub(observed), observation.operator().shape(), bound));
    }
}
