package org.pushforward.zoo.posterior;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;

/**
 * The denoiser of a posterior, derived from the denoiser of the prior and the distribution of the observation without training:
 *
 * <pre>
 * D'(x, sigma, y) = D(x, sigma) + sigma^2 grad_x log p(y | x_t = x)
 * </pre>
 *
 * <p>This follows from Bayes's rule for scores and Tweedie's formula. The likelihood p(y | x_t) is an integral over clean data given noisy
 * data that a denoiser does not provide, so implementations approximate it. Each observation belongs to one sample, and no norm is taken
 * over a batch, so samples do not depend on each other. A posterior denoiser works with every sampler of the package {@code sampler}. Its
 * prior may also be conditioned or guided, on any column that is not named {@value #OBSERVED}. Join two observations of one sample into
 * one with {@link Observation#and}.
 */
public interface PosteriorDenoiser extends ConditionalDenoiser {
    /** The name of the observation in the context. */
    String OBSERVED = "observed";

    /** Returns D, the denoiser of the prior, which may itself be conditioned or guided. */
    ConditionalDenoiser prior();

    /** Returns the distribution of the observation. */
    Observation observation();

    /**
     * Returns D', of the shape of x.
     *
     * @param prior D, given its context
     * @param x noisy data, of shape [n, ...]
     * @param sigma noise levels, of shape [n, 1, ..., 1] or [1, 1, ..., 1], with as many axes as x
     * @param y the observation of each sample, of shape [n, ...]
     */
    Tensor denoise(Denoiser prior, Tensor x, Tensor sigma, Tensor y);

    /** Returns D' for an unconditional prior. */
    default Tensor denoise(Tensor x, Tensor sigma, Tensor y) {
        return denoise(prior().given(Context.none()), x, sigma, y);
    }

    /**
     * Returns the context of the prior with the observation added.
     *
     * @throws IllegalArgumentException if the context of the prior already has a column {@value #OBSERVED}
     */
    @Override
    default Schema context() {
        if (prior().context().names().contains(OBSERVED)) {
            throw new IllegalArgumentException("posterior of a prior whose context " + prior().context() + " has an '"
                    + OBSERVED + "' of its own: expected none, observe both with one operator");
        }
        Shape shape = observation().operator().shape();
        return prior().context().with(OBSERVED, new TensorType(DType.F32, shape));
    }

    @Override
    default Denoiser given(Context context) {
        Denoiser prior = prior().given(context);
        Tensor y = context.get(OBSERVED);
        return (x, sigma) -> denoise(prior, x, sigma, y);
    }
}
