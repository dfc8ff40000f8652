package org.pushforward.linalg;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * Solves general systems A x = b by generalized minimal residuals (GMRES) from x = 0, for each row separately: a cycle
 * of k iterations finds the x of the Krylov space of b, A b, ..., A^(k-1) b whose residual |b - A x| is smallest.
 *
 * <p>Cycles and iterations are fixed in number. An iteration takes one product with A, and a cycle after the first takes one more
 * for its residual. As many iterations as A has rows solve the system. A row that is solved stays as it is; nothing is divided by
 * zero, in derivatives neither.
 *
 * <p>Saad and Schultz, <i>GMRES: a generalized minimal residual algorithm for solving nonsymmetric linear systems</i>, 1986.
 *
 * @param iterations the number of iterations of a cycle, 1 or more
 * @param restarts the number of cycles after the first, 0 or more
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Gmres(int iterations, int restarts) {
    /** A remainder that is this many units in the last place of what it is left from is rounding. */
    private static final double ROUNDING = 64;

    /** Refuses fewer iterations than 1, and restarts below 0. */
    public Gmres {
        if (iterations < 1 || restarts < 0) {
            throw new IllegalArgumentException("iterations = " + iterations + " and restarts = " + restarts
                    + " of generalized minimal residuals: expected 1 or more, and 0 or more");
        }
    }

    /**
     * Returns A^-1 b, or as near to it as the iterations lead.
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

    /** Arnoldi's iteration: A V_k = V_(k+1) H, with orthonormal V and H upper triangular but for one diagonal below. */
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
            // The space is exhausted where rounding alone is left, and its noise must not become a direction.
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

    /** Returns the square root, and 0 with a derivative of 0 where there is nothing. */
    static Tensor root(Tensor square) {
        return square.greater(0).applyWhere(square, 1, Tensor::sqrt, 0);
    }

    /** Returns the reciprocal, and 0 where there is nothing. */
    static Tensor inverse(Tensor number) {
        return number.notEqualTo(number.zerosLike()).applyWhere(number, 1, Tensor::reciprocal, 0);
    }
}
