package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.ConjugateGradients;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;

/**
 * Moment-matching posterior sampling (MMPS): clean data given noisy data are taken to be Gaussian with the mean and covariance of
 * Tweedie's formulas, D and V = sigma^2 J with J = dD/dx,
 *
 * <pre>
 * p(y | x_t = x) = N(y; A(D), S + A V A^T)
 * D' = D + sigma^2 J^T A^T v,   where (S + sigma^2 A J^T A^T) v = y - A(D)
 * </pre>
 *
 * <p>It is exact where the data are Gaussian, A is linear and the system is solved. A stands for its derivative at D where it is not
 * linear. The system is solved by {@link ConjugateGradients}, for each sample by itself; an iteration is one vector-Jacobian product
 * with the prior. The products J^T A^T p along the directions p add up to J^T A^T v, so none is left to do at the end. Since A V A^T is
 * a covariance, the curvature of the system along p is p^T S p at least, and that is taken where the Jacobian of a learned denoiser
 * says less.
 *
 * <p>Rozet, Andry, Lanusse and Louppe, <i>Learning diffusion priors from observations by expectation maximization</i>, 2024.
 *
 * @param prior D
 * @param observation A and S
 * @param solver the conjugate gradients; as many iterations as S + A V A^T has different eigenvalues solve the system
 */
public record Mmps(ConditionalDenoiser prior, Observation observation, ConjugateGradients solver)
        implements PosteriorDenoiser {

    /**
     * Makes one.
     *
     * @param prior D
     * @param observation A and S
     * @param iterations the number of iterations of conjugate gradients, 1 or more
     */
    public Mmps(ConditionalDenoiser prior, Observation observation, int iterations) {
        this(prior, observation, new ConjugateGradients(iterations));
    }

    /**
     * Returns the guidance for an observation, to put on any prior.
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
