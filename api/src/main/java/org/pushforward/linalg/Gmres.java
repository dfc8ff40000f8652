package org.pushforward.linalg;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * Solves general systems A x = b by generalized minimal residuals (GMRES), starting from x = 0, separately for each row. A cycle of k
 * iterations minimizes the residual |b - A x| over the Krylov space of b, A b, ..., A^(k-1) b.
 *
 * <p>The numbers of cycles and iterations are fixed. Each iteration takes one product with A, and each cycle after the first takes one
 * more for its residual. As many iterations as A has rows solve the system. A row stays unchanged once it is solved. Nothing is divided by
 * zero, not even in derivatives.
 *
 * <p>Saad and Schultz, <i>GMRES: a generalized minimal residual algorithm for solving nonsymmetric linear systems</i>, 1986.
 *
 * @param iterations the number of iterations of a cycle, 1 or more
 * @param restarts the number of cycles after the first, 0 or more
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Gmres(int iterations, int restarts) {
    /** A remainder of up to this many units in the last place of the original vector counts as rounding error. */
    private static final double ROUNDING = 64;

    /** Refuses less than one iteration and negative restarts. */
    public Gmres {
        if (iterations < 1 || restarts < 0) {
            throw new IllegalArgumentException("iterations = " + iterations + " and restarts = " + restarts
                    + " of generalized minimal residuals: expected 1 or more, and 0 or more");
        }
    }

    /**
     * Returns A^-1 b, or the approximation after the given iterations.
     *
     * @param operator A, whose domain is its range
     * @param right b, of shape [..., range]
     * @throws IllegalArgumentException if the operator is not square
     */
    public Tensor solve(LinearOperator operator, Tensor right) {
        if (!operator.domain().equals(operator.range())) {
            throw new IllegalArgumentException("generalized minimal residuals of an operator from " + operator.domain()
                    + " to " + operator.range() + ": expected a square one");
        }
        RowVectors rows = RowVectors.of("generalized minimal residuals", right, operator.range());
        Tensor solution = cycle(operator, rows, right);
        for (int i = 0; i < restarts; i++) {
            Tensor residual = right.sub(operator.apply(solution));
            solution = solution.add(cycle(operator, rows, residual));
        }
        return solution;
    }

    /** Runs the Arnoldi iteration A V_k = V_(k+1) H, with orthonormal V and an upper Hessenberg matrix H. */
    private Tensor cycle(LinearOperator operator, RowVectors rows, Tensor residual) {
        Tensor length = root(rows.dot(residual, residual));
        List<Tensor> basis = new ArrayList<>();
        basis.add(rows.scaled(residual, inverse(length)));
        Hessenberg projected = new Hessenberg(length);
        for (int k = 0; k < iterations; k++) {
            Tensor image = operator.apply(basis.get(k));
            Tensor before = root(rows.dot(image, image));
            List<Tensor> column = new ArrayList<>();
            for (Tensor vector : basis) {
                Tensor part = rows.dot(image, vector);
                image = image.sub(rows.scaled(vector, part));
                column.add(part);
            }
            Tensor left = root(rows.dot(image, image));
            // The space is exhausted if only rounding errors are left, which must not become a direction.
            Tensor next =
                    left.greater(before.mul(ROUNDING * epsilon(left.dtype()))).where(left, left.zerosLike());
            column.add(next);
            projected.add(column);
            basis.add(rows.scaled(image, inverse(next)));
        }
        List<Tensor> weights = projected.solve();
        Tensor step = rows.scaled(basis.get(0), weights.get(0));
        for (int k = 1; k < iterations; k++) {
            step = step.add(rows.scaled(basis.get(k), weights.get(k)));
        }
        return step;
    }

    private static double epsilon(DType dtype) {
        return dtype == DType.F32 ? Math.ulp(1f) : Math.ulp(1.0);
    }

    /** Returns the square root, or 0 with derivative 0 if the argument is 0. */
    static Tensor root(Tensor square) {
        return square.greater(0).applyWhere(square, 1, Tensor::sqrt, 0);
    }

    /** Returns the reciprocal, or 0 if the argument is 0. */
    static Tensor inverse(Tensor number) {
        return number.notEqualTo(number.zerosLike()).applyWhere(number, 1, Tensor::reciprocal, 0);
    }
}
