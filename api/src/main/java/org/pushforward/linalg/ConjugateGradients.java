package org.pushforward.linalg;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * Solves self-adjoint positive definite systems S x = b by conjugate gradients, starting from x = 0, separately for each row.
 *
 * <p>The number of iterations is fixed, and each takes one product with S. As many iterations as S has distinct eigenvalues solve the
 * system. A row stays unchanged once it is solved or if the curvature along its direction is not positive. Nothing is divided by zero, not
 * even in derivatives. A system that is self-adjoint only approximately needs {@link Gmres}.
 *
 * <p>Hestenes and Stiefel, <i>Methods of conjugate gradients for solving linear systems</i>, 1952.
 *
 * @param iterations the number of iterations, 1 or more
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record ConjugateGradients(int iterations) {
    /** Refuses less than one iteration. */
    public ConjugateGradients {
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "iterations = " + iterations + " of conjugate gradients: expected 1 or more");
        }
    }

    /**
     * Returns S^-1 b.
     *
     * @param system S, self-adjoint and positive definite
     * @param right b, of shape [..., range]
     * @throws IllegalArgumentException if the domain of the system is not its range
     */
    public Tensor solve(LinearOperator system, Tensor right) {
        if (!system.domain().equals(system.range())) {
            throw new IllegalArgumentException("conjugate gradients for an operator from " + system.domain() + " to "
                    + system.range() + ": expected one that is self-adjoint");
        }
        RowVectors rows = RowVectors.of("conjugate gradients", right, system.range());
        Tensor residual = right;
        Tensor direction = right;
        Tensor length = rows.dot(residual, residual);
        Tensor image = system.apply(direction);
        Tensor step = ratio(length, rows.dot(direction, image));
        Tensor solution = rows.scaled(direction, step);
        for (int i = 1; i < iterations; i++) {
            residual = residual.sub(rows.scaled(image, step));
            Tensor next = rows.dot(residual, residual);
            direction = residual.add(rows.scaled(direction, ratio(next, length)));
            length = next;
            image = system.apply(direction);
            step = ratio(length, rows.dot(direction, image));
            solution = solution.add(rows.scaled(direction, step));
        }
        return solution;
    }

    /** Returns the ratio of two numbers, or 0 if the second is not positive. */
    private static Tensor ratio(Tensor a, Tensor b) {
        return b.greater(0).applyWhere(b, 1, a::div, 0);
    }
}
