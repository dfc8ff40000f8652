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
 * The denoiser of a posterior, made of that of the prior and of the distribution of the observation, without any learning:
 *
 * <pre>
 * D'(x, sigma, y) = D(x, sigma) + sigma^2 grad_x log p(y | x_t = x)
 * </pre>
 *
 * <p>by Bayes's rule for scores and Tweedie's formula. The likelihood of noisy data, p(y | x_t), is an integral over clean
 * data given noisy data that no denoiser gives; implementations are approximations of it. Each observation belongs to one
 * sample and no norm is taken over a batch, so a sample never depends on others. As a {@link ConditionalDenoiser} it serves
 * every sampler of the package {@code sampler}. Its prior may be conditioned or guided too, on anything that is not named {@value
 * #OBSERVED}; two observations of one sample are one observation, of an operator that gives both.
 */
public interface PosteriorDenoiser extends ConditionalDenoiser {
    /** The context's name for what is observed. */
    String OBSERVED = "observed";

    /** Returns D, the denoiser of the prior, which may itself be conditioned or guided. */
    ConditionalDenoiser prior();

    /** Returns the distribution of what is observed. */
    Observation observation();

    /**
     * Returns D', of the shape of x.
     *
     * @param prior D, given its context
     * @param x noisy data, of shape [n, ...]
     * @param sigma noise levels, of shape [n, 1, ..., 1] or [1, 1, ..., 1], with as many axes as x
     * @param y what is observed of each sample, of shape [n, ...]
     */
    Tensor denoise(Denoiser prior, Tensor x, Tensor sigma, Tensor y);

    /** Returns D' of a prior that is conditioned on nothing. */
    default Tensor denoise(Tensor x, Tensor sigma, Tensor y) {
        return denoise(prior().given(Context.none()), x, sigma, y);
    }

    /**
     * Returns the context of the prior, and what is observed.
     *
     * @throws IllegalArgumentException if the context of the prior has an {@value #OBSERVED} of its own
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
