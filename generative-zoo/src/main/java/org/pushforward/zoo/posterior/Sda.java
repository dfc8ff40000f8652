package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;

/**
 * Score-based data assimilation (SDA), which assumes that the uncertainty of the clean data given noisy data adds a covariance sigma^2 G
 * to the observation at every noise level:
 *
 * <pre>
 * p(y | x_t = x) = N(y; A(D), S + sigma^2 G)
 * D' = D + sigma^2 J^T A^T (S + sigma^2 G)^-1 (y - A(D)),   J = dD/dx
 * </pre>
 *
 * <p>The paper has G = A Gamma A^T with Gamma = gamma I, and uses G = gamma I for most operators. With gamma = 0 the method is
 * {@link Dps}. A gamma that is right at one noise level is too large at higher ones, because the variance of the clean data stops growing.
 * With a small gamma the samples are therefore too narrow. With a large gamma they are too wide, and the observation influences them too
 * little. Where gamma is below the variance that the Jacobian implies, large steps overshoot and may diverge; a bound prevents it
 * ({@link BoundedMove}).
 *
 * <p>Rozet and Louppe, <i>Score-based data assimilation</i>, 2023.
 *
 * @param prior D
 * @param observation A and S
 * @param spread G, an operator on observations of one sample
 * @param bound the bound of a move, positive; infinite for the plain formula
 */
public record Sda(ConditionalDenoiser prior, Observation observation, Covariance spread, double bound)
        implements PosteriorDenoiser {
    /** Refuses a covariance whose domain is not the shape of the observation, and a bound that is not positive. */
    public Sda {
        BoundedMove.check("data assimilation", bound);
        if (!spread.domain().equals(observation.operator().shape())) {
            throw new IllegalArgumentException("spread of data assimilation with a covariance on " + spread.domain()
                    + ": expected one on " + observation.operator().shape() + ", the shape of the observation");
        }
    }

    /** Makes the denoiser without a bound. */
    public Sda(ConditionalDenoiser prior, Observation observation, Covariance spread) {
        this(prior, observation, spread, Double.POSITIVE_INFINITY);
    }

    /**
     * Returns the denoiser with G = gamma I, without a bound.
     *
     * @param prior D
     * @param observation A and S
     * @param gamma 0 or more; the paper uses 0.01
     * @throws IllegalArgumentException if gamma is negative
     */
    public static Sda of(ConditionalDenoiser prior, Observation observation, double gamma) {
        if (!(gamma >= 0)) {
            throw new IllegalArgumentException("gamma = " + gamma + " of data assimilation: expected 0 or more");
        }
        return new Sda(prior, observation, Isotropic.of(observation.operator().shape(), gamma));
    }

    /**
     * Returns the guidance with G = gamma I for an observation, which applies to any prior.
     *
     * @throws IllegalArgumentException if gamma is negative
     */
    public static Guidance of(Observation observation, double gamma) {
        return prior -> of(prior, observation, gamma);
    }

    /**
     * Returns the guidance for an observation with G = gamma I and the bound 1, which applies to any prior.
     *
     * @throws IllegalArgumentException if gamma is negative
     */
    public static Guidance bounded(Observation observation, double gamma) {
        return prior -> new Sda(prior, observation, of(prior, observation, gamma).spread, 1);
    }

    @Override
    public Tensor denoise(Denoiser given, Tensor x, Tensor sigma, Tensor y) {
        Tensor mean = given.denoise(x, sigma);
        Tensor observed = observation.operator().apply(mean);
        Tensor variance = sigma.square();
        Covariance total = observation
                .noise()
                .plus(spread.scaled(variance.reshape(y.shape().perRow().with(0, variance.dim(0)))));
        Tensor missed = y.sub(observed);
        Tensor misfit = total.inverse().apply(missed);
        Tensor gradient =
                Gradients.vjp(List.of(observed), List.of(x), List.of(misfit)).get(0);
        return mean.add(BoundedMove.of(
                variance.mul(gradient),
                mean,
                observed,
                missed,
                observation.operator().shape(),
                bound));
    }
}
