package org.pushforward.linalg;

import java.util.function.Function;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * Solves self-adjoint positive definite systems S x = b by conjugate gradients, starting from x = 0, separately for each row.
 *
 * <p>The number of iterations is fixed, and each takes one product with S. As many iterations as S has distinct eigenvalues solve the
 * system. A row stays unchanged once it is solved or if the curvature along its direction is not positive. Nothing is divided by zero, not
 * even in derivatives.
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
     * The products with a direction p.
     *
     * @param image S p
     * @param along L p for any linear map L, of shape [..., any event]
     */
    public record Product(Tensor image, Tensor along) {}

    /** A product, with the curvature p^T S p of each row. */
    private record Measured(Product product, Tensor curvature) {}

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
        return solve(rows, right, p -> {
            Tensor image = system.apply(p);
            return new Measured(new Product(image, p), rows.dot(p, image));
        });
    }

    /**
     * Returns L (N + S)^-1 b for a linear map L whose products are by-products of those with S. The images of the directions under L add
     * up to that of the solution, so no further product is needed at the end.
     *
     * <p>If the curvature of S is negative, as may happen for a learned network, only the curvature of N is used.
     *
     * @param least N, self-adjoint and positive definite
     * @param rest computes S p and L p for directions p of shape [..., range]; S is self-adjoint and positive semi-definite
     * @param right b, of shape [..., range]
     */
    public Tensor solve(LinearOperator least, Function<Tensor, Product> rest, Tensor right) {
        RowVectors rows = RowVectors.of("conjugate gradients", right, least.range());
        return solve(rows, right, p -> {
            Product product = rest.apply(p);
            Tensor sure = least.apply(p);
            Tensor image = product.image().add(sure);
            Tensor curvature = rows.dot(p, image).max(rows.dot(p, sure));
            return new Measured(new Product(image, product.along()), curvature);
        });
    }

    private Tensor solve(RowVectors rows, Tensor right, Function<Tensor, Measured> system) {
        Tensor residual = right;
        Tensor direction = right;
        Tensor length = rows.dot(residual, residual);
        Measured measured = system.apply(direction);
        Tensor step = ratio(length, measured.curvature());
        Tensor solution = rows.scaled(measured.product().along(), step);
        for (int i = 1; i < iterations; i++) {
            residual = residual.sub(rows.scaled(measured.product().image(), step));
            Tensor next = rows.dot(residual, residual);
            direction = residual.add(rows.scaled(direction, ratio(next, length)));
            length = next;
            measured = system.apply(direction);
            step = ratio(length, measured.curvature());
            solution = solution.add(rows.scaled(measured.product().along(), step));
        }
        return solution;
    }

    /** Returns the ratio of two numbers, or 0 if the second is not positive. */
    private static Tensor ratio(Tensor a, Tensor b) {
        return b.greater(0).applyWhere(b, 1, a::div, 0);
    }
}
