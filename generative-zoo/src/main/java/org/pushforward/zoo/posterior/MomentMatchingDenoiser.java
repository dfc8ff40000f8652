package org.pushforward.zoo.posterior;

import java.util.Arrays;
import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.score.Denoiser;

/**
 * Moment-matching posterior sampling (MMPS): clean data given noisy data are taken to be Gaussian with the mean and
 * covariance of Tweedie's formulas, D and V = sigma^2 J with J = dD/dx,
 *
 * <pre>
 * p(y | x_t = x) = N(y; A(D), s^2 I + A V A^T)
 * D' = D + sigma^2 J^T A^T v,   where (s^2 I + sigma^2 A J^T A^T) v = y - A(D)
 * </pre>
 *
 * <p>It is exact where the data are Gaussian, A is linear and the system is solved. A stands for its derivative at D where it
 * is not linear. The system is solved by conjugate gradients from v = 0, for each sample by itself; an iteration is one
 * vector-Jacobian product with the prior, and the products J^T A^T p along the directions p are added up to J^T A^T v, so
 * none is left to do at the end. Since A V A^T is a covariance, the curvature of the system along p is s^2 |p|^2 at least:
 * where the Jacobian of a learnt denoiser says less, that is taken. A solved system stays as it is.
 *
 * <p>Rozet, Andry, Lanusse and Louppe, <i>Learning diffusion priors from observations by expectation maximization</i>, 2024;
 * Hestenes and Stiefel, <i>Methods of conjugate gradients for solving linear systems</i>, 1952.
 *
 * @param prior D
 * @param observation A and s
 * @param iterations the number of iterations of conjugate gradients, 1 or more; as many as there are different eigenvalues of
 *     A V A^T solve the system
 */
public record MomentMatchingDenoiser(Denoiser prior, ObservationModel observation, int iterations)
        implements PosteriorDenoiser {
    /** Refuses fewer iterations than 1. */
    public MomentMatchingDenoiser {
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "iterations = " + iterations + " of conjugate gradients: expected 1 or more");
        }
    }

    @Override
    public Tensor denoise(Tensor x, Tensor sigma, Tensor y) {
        Tensor mean = prior.denoise(x, sigma);
        Tensor measured = observation.measurement().apply(mean);
        Tensor variance = sigma.square();
        Tensor solution = x.zerosLike();
        Tensor residual = y.sub(measured);
        Tensor direction = residual;
        Tensor length = dot(residual, residual);
        for (int i = 0; i < iterations; i++) {
            // J^T A^T p, then (s^2 I + sigma^2 A J^T A^T) p
            Tensor pulled = Gradients.vjp(List.of(measured), List.of(x), List.of(direction))
                    .get(0);
            Tensor image = Gradients.jvp(List.of(measured), List.of(mean), List.of(variance.mul(pulled)))
                    .get(0)
                    .add(direction.mul(observation.variance()));
            Tensor least = dot(direction, direction).mul(observation.variance());
            Tensor step = ratio(length, dot(direction, image).max(least));
            solution = solution.add(scaled(pulled, step));
            residual = residual.sub(scaled(image, step));
            Tensor next = dot(residual, residual);
            direction = residual.add(scaled(direction, ratio(next, length)));
            length = next;
        }
        return mean.add(variance.mul(solution));
    }

    /** Returns the inner product of each row with its counterpart, of shape [n]. */
    private static Tensor dot(Tensor a, Tensor b) {
        return a.mul(b).reshape(a.dim(0), -1).sum(1);
    }

    /** Returns each row multiplied by its number. */
    private static Tensor scaled(Tensor rows, Tensor numbers) {
        int[] column = rows.shape().dims();
        Arrays.fill(column, 1, column.length, 1);
        return rows.mul(numbers.reshape(Shape.of(column)));
    }

    /** Returns the ratio of two numbers that are not negative, and 0 where the second is 0. */
    private static Tensor ratio(Tensor a, Tensor b) {
        Tensor positive = b.greater(0);
        return positive.where(a.div(positive.where(b, b.zerosLike().add(1))), b.zerosLike());
    }
}
