package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;

/**
 * Score-based data assimilation (SDA): the observation of what is not known of clean data given noisy data is taken to have the
 * covariance sigma^2 G at every noise level,
 *
 * <pre>
 * p(y | x_t = x) = N(y; A(D), S + sigma^2 G)
 * D' = D + sigma^2 J^T A^T (S + sigma^2 G)^-1 (y - A(D)),   J = dD/dx
 * </pre>
 *
 * <p>The paper has G = A Gamma A^T with Gamma = gamma I, and for most operators takes G = gamma I. With gamma = 0 it is {@link Dps}. A
 * gamma that is right at one noise level is too large at higher ones, where the variance of clean data no longer grows: so samples are
 * too narrow for a small gamma, and too wide and too little moved by the observation for a large one.
 *
 * <p>Rozet and Louppe, <i>Score-based data assimilation</i>, 2023.
 *
 * @param prior D
 * @param observation A and S
 * @param spread G, on observations of one sample
 */
public record Sda(ConditionalDenoiser prior, Observation observation, Covariance spread) implements PosteriorDenoiser {
    /** Refuses a covariance of another shape. */
    public Sda {
        if (!spread.domain().equals(observation.operator().shape())) {
            throw new IllegalArgumentException("spread of data assimilation with a covariance on " + spread.domain()
                    + ": expected one on " + observation.operator().shape() + ", the shape of the observation");
        }
    }

    /**
     * Returns the denoiser with G = gamma I.
     *
     * @param prior D
     * @param observation A and S
     * @param gamma 0 or more; the paper takes 0.01
     * @throws IllegalArgumentException if gamma is negative
     */
    public static Sda of(ConditionalDenoiser prior, Observation observation, double gamma) {
        if (!(gamma >= 0)) {
            throw new IllegalArgumentException("gamma = " + gamma + " of data assimilation: expected 0 or more");
        }
        return new Sda(prior, observation, Isotropic.of(observation.operator().shape(), gamma));
    }

    /**
     * Returns the guidance with G = gamma I for an observation, to put on any prior.
     *
     * @throws IllegalArgumentException if gamma is negative
     */
    public static Guidance of(Observation observation, double gamma) {
        return prior -> of(prior, observation, gamma);
    }

    @Override
    public Tensor denoise(Denoiser given, Tensor x, Tensor sigma, Tensor y) {
        Tensor mean = given.denoise(x, sigma);
        Tensor observed = observation.operator().apply(mean);
        Tensor variance = sigma.square();
        Covariance total = observation
                .noise()
                .plus(spread.scaled(variance.reshape(y.shape().perRow().with(0, variance.dim(0)))));
        Tensor misfit = total.inverse().apply(y.sub(observed));
        Tensor gradient =
                Gradients.vjp(List.of(observed), List.of(x), List.of(misfit)).get(0);
        return mean.add(variance.mul(gradient));
    }
}
