package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.Gmres;
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
 * {@link Gmres} solves the system separately for each sample, with one vector-Jacobian product of the prior per iteration. The products
 * J^T A^T p along the directions p add up to J^T A^T v, so no further product is needed at the end.
 *
 * <p>The Jacobian of a learned denoiser is not symmetric, and sigma^2 J is not positive semi-definite at high noise levels, where it is a
 * small number times a large one. Conjugate gradients assume both, and diverge. Generalized minimal residuals assume neither, and a few
 * iterations find the part of the solution that the Jacobian determines well. More iterations do not improve a learned denoiser.
 *
 * <p>Rozet, Andry, Lanusse and Louppe, <i>Learning diffusion priors from observations by expectation maximization</i>, 2024.
 *
 * @param prior D
 * @param observation A and S
 * @param solver the number of iterations; a symmetric system needs as many as S + A V A^T has distinct eigenvalues
 */
public record Mmps(ConditionalDenoiser prior, Observation observation, Gmres solver) implements PosteriorDenoiser {

    /**
     * Makes the denoiser with a number of iterations.
     *
     * @param prior D
     * @param observation A and S
     * @param iterations the number of iterations of the solver, 1 or more
     */
    public Mmps(ConditionalDenoiser prior, Observation observation, int iterations) {
        this(prior, observation, new Gmres(iterations, 0));
    }

    /**
     * Returns the guidance for an observation, which applies to any prior.
     *
     * @param iterations the number of iterations of the solver, 1 or more
     */
    public static Guidance of(Observation observation, int iterations) {
        Gmres solver = new Gmres(iterations, 0);
        return prior -> new Mmps(prior, observation, solver);
    }

    @Override
    public Tensor denoise(Denoiser given, Tensor x, Tensor sigma, Tensor y) {
        Tensor mean = given.denoise(x, sigma);
        Tensor observed = observation.operator().apply(mean);
        Tensor variance = sigma.square();
        Tensor moved = solver.solve(
                observation.operator().shape(),
                p -> {
                    Tensor pulled = Gradients.vjp(List.of(observed), List.of(x), List.of(p))
                            .get(0);
                    Tensor image = Gradients.jvp(List.of(observed), List.of(mean), List.of(variance.mul(pulled)))
                            .get(0);
                    return new Gmres.Product(observation.noise().apply(p).add(image), pulled);
                },
                y.sub(observed));
        return mean.add(variance.mul(moved));
    }
}
