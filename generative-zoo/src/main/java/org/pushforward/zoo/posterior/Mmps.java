package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.ConjugateGradients;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;

/**
 * Moment-matching posterior sampling (MMPS): it approximates the clean data given noisy data by a Gaussian with the mean D and covariance
 * V = sigma^2 J of Tweedie's formulas, where J = dD/dx:
 *
 * <pre>
 * p(y | x_t = x) = N(y; A(D), S + A V A^T)
 * D' = D + sigma^2 J^T A^T v,   where (S + sigma^2 A J^T A^T) v = y - A(D)
 * </pre>
 *
 * <p>It is exact if the data are Gaussian, A is linear and the solver converges. For a nonlinear A the formulas use its derivative at D.
 * {@link ConjugateGradients} solves the system separately for each sample, with one vector-Jacobian product of the prior per iteration.
 * The products J^T A^T p along the directions p add up to J^T A^T v, so no further product is needed at the end. Since A V A^T is a
 * covariance, the curvature of the system along p is at least p^T S p. The solver uses this bound if the Jacobian of a learned denoiser
 * gives a smaller value.
 *
 * <p>Rozet, Andry, Lanusse and Louppe, <i>Learning diffusion priors from observations by expectation maximization</i>, 2024.
 *
 * @param prior D
 * @param observation A and S
 * @param solver the conjugate gradients; the number of iterations needed is the number of distinct eigenvalues of S + A V A^T
 */
public record Mmps(ConditionalDenoiser prior, Observation observation, ConjugateGradients solver)
        implements PosteriorDenoiser {

    /**
     * Makes the denoiser with a number of iterations.
     *
     * @param prior D
     * @param observation A and S
     * @param iterations the number of iterations of conjugate gradients, 1 or more
     */
    public Mmps(ConditionalDenoiser prior, Observation observation, int iterations) {
        this(prior, observation, new ConjugateGradients(iterations));
    }

    /**
     * Returns the guidance for an observation, which applies to any prior.
     *
     * @param iterations the number of iterations of conjugate gradients, 1 or more
     */
    public static Guidance of(Observation observation, int iterations) {
        ConjugateGradients solver = new ConjugateGradients(iterations);
        return prior -> new Mmps(prior, observation, solver);
    }

    @Override
    public Tensor denoise(Denoiser given, Tensor x, Tensor sigma, Tensor y) {
        Tensor mean = given.denoise(x, sigma);
        Tensor observed = observation.operator().apply(mean);
        Tensor variance = sigma.square();
        Tensor moved = solver.solve(
                observation.noise(),
                p -> {
                    Tensor pulled = Gradients.vjp(List.of(observed), List.of(x), List.of(p))
                            .get(0);
                    Tensor image = Gradients.jvp(List.of(observed), List.of(mean), List.of(variance.mul(pulled)))
                            .get(0);
                    return new ConjugateGradients.Product(image, pulled);
                },
                y.sub(observed));
        return mean.add(variance.mul(moved));
    }
}
