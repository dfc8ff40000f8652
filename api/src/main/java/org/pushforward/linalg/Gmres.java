package org.pushforward.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/**
 * Solves general systems A x = b by generalized minimal residuals (GMRES), starting from x = 0, separately for each row. A cycle of k
 * iterations minimizes the residual |b - A x| over the Krylov space of b, A b, ..., A^(k-1) b.
 *
 * <p>The numbers of cycles and iterations are fixed, and each iteration takes one product with A. As many iterations as A has distinct
 * eigenvalues solve a symmetric system, and as many as it has rows solve any. The residual never grows, even if A is indefinite. A row
 * stays unchanged once it is solved. Nothing is divided by zero, not even in derivatives.
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

    /**
     * The products with a direction p.
     *
     * @param image A p
     * @param along L p for any linear map L, of shape [..., any event]
     */
    public record Product(Tensor image, Tensor along) {}

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
        return solve(operator.range(), p -> new Product(operator.apply(p), p), right);
    }

    /**
     * Returns L A^-1 b, or the approximation after the given iterations, for a linear map L whose products are by-products of those with
     * A. The images of the basis under L add up to that of the solution, so no further product is needed at the end.
     *
     * @param range the shape of b without the axes in front
     * @param system computes A p and L p for directions p of shape [..., range]
     * @param right b, of shape [..., range]
     */
    public Tensor solve(Shape range, Function<Tensor, Product> system, Tensor right) {
        RowVectors rows = RowVectors.of("generalized minimal residuals", right, range);
        Product sum = cycle(system, rows, right);
        for (int i = 0; i < restarts; i++) {
            Product more = cycle(system, rows, right.sub(sum.image()));
            sum = new Product(sum.image().add(more.image()), sum.along().add(more.along()));
        }
        return sum.along();
    }

    /** Runs the Arnoldi iteration A V_k = V_(k+1) H, with orthonormal V and an upper Hessenberg matrix H. */
    private Product cycle(Function<Tensor, Product> system, RowVectors rows, Tensor residual) {
        Tensor length = root(rows.dot(residual, residual));
        List<Tensor> basis = new ArrayList<>();
        basis.add(rows.scaled(residual, inverse(length)));
        List<Product> products = new ArrayList<>();
        Hessenberg projected = new Hessenberg(length);
        for (int k = 0; k < iterations; k++) {
            products.add(system.apply(basis.get(k)));
            Tensor image = products.get(k).image();
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
        return new Product(
                combined(rows, products.stream().map(Product::image).toList(), weights),
                combined(rows, products.stream().map(Product::along).toList(), weights));
    }

    private static Tensor combined(RowVectors rows, List<Tensor> vectors, List<Tensor> weights) {
        Tensor sum = rows.scaled(vectors.get(0), weights.get(0));
        for (int k = 1; k < vectors.size(); k++) {
            sum = sum.add(rows.scaled(vectors.get(k), weights.get(k)));
        }
        return sum;
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
