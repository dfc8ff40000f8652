package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.zoo.score.Denoiser;

/**
 * Score-based data assimilation (SDA): what is not known of clean data given noisy data is taken for gamma sigma^2 in every
 * direction of the observation,
 *
 * <pre>
 * p(y | x_t = x) = N(y; A(D), (s^2 + gamma sigma^2) I)
 * D' = D + sigma^2 J^T A^T (y - A(D)) / (s^2 + gamma sigma^2),   J = dD/dx
 * </pre>
 *
 * <p>With gamma = 0 it is {@link DiffusionPosteriorDenoiser}. A gamma that is right at one noise level is too large at higher
 * ones, where the variance of clean data no longer grows: so samples are too narrow for a small gamma, and too wide and too
 * little moved by the observation for a large one.
 *
 * <p>Rozet and Louppe, <i>Score-based data assimilation</i>, 2023.
 *
 * @param prior D
 * @param observation A and s
 * @param gamma the share of sigma^2, 0 or more; the paper takes 0.01
 */
public record DataAssimilationDenoiser(Denoiser prior, ObservationModel observation, double gamma)
        implements PosteriorDenoiser {
    /** Refuses a negative share. */
    public DataAssimilationDenoiser {
        if (!(gamma >= 0)) {
            throw new IllegalArgumentException("gamma = " + gamma + " of data assimilation: expected 0 or more");
        }
    }

    @Override
    public Tensor denoise(Tensor x, Tensor sigma, Tensor y) {
        Tensor mean = prior.denoise(x, sigma);
        Tensor measured = observation.measurement().apply(mean);
        Tensor variance = sigma.square().mul(gamma).add(observation.variance());
        // The weight of a row's misfit may as well be taken after it was pulled back, where sigma has the shape to do
        // it.
        Tensor gradient = Gradients.vjp(List.of(measured), List.of(x), List.of(y.sub(measured)))
                .get(0);
        return mean.add(sigma.square().div(variance).mul(gradient));
    }
}
