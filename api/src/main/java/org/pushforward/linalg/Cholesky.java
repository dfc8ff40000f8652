package org.pushforward.linalg;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;

/**
 * The factorization {@code A = L L^T} of symmetric positive definite matrices, with L lower triangular.
 *
 * <p>It computes one column at a time: the first column of L is that of A divided by the square root of its first element. Its outer
 * product is subtracted from A, and the rest is factored next. Only the lower triangle of A is read. The method is stable without
 * pivoting. A matrix of n rows takes 11 n nodes and {@code n^3 / 3} multiplications, and its derivative stores as many numbers. It is
 * therefore meant for up to a few hundred rows, and for many matrices at once. A matrix that is not positive definite yields NaN.
 *
 * @param factor L, of shape [..., n, n], with zeros above the diagonal
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Cholesky(Tensor factor) {

    /** Returns the factorization of matrices of shape [..., n, n]. */
    public static Cholesky of(Tensor matrix) {
        Triangular.square("cholesky", matrix);
        int n = matrix.dim(-1);
        if (n == 0) {
            return new Cholesky(matrix);
        }
        List<Tensor> columns = new ArrayList<>();
        Tensor rest = matrix;
        for (int column = 0; column < n; column++) {
            Tensor whole = rest.slice(-1, 0, 1);
            Tensor scaled = whole.div(whole.slice(-2, 0, 1).sqrt());
            columns.add(column == 0 ? scaled : scaled.pad(-2, column, 0, 0));
            if (column < n - 1) {
                Tensor below = scaled.slice(-2, 1, n - column);
                rest = withoutFirst(rest).sub(below.mul(below.transpose()));
            }
        }
        return new Cholesky(Tensor.concat(-1, columns));
    }

    /** Returns the matrices without their first row and column. */
    private static Tensor withoutFirst(Tensor matrix) {
        int rank = matrix.shape().rank();
        List<Integer> start = new ArrayList<>(Collections.nCopies(rank, 0));
        start.set(rank - 2, 1);
        start.set(rank - 1, 1);
        List<Integer> limit = new ArrayList<>();
        for (int dim : matrix.shape().dims()) {
            limit.add(dim);
        }
        return Tensor.of(new Movement.Slice(start, limit, Collections.nCopies(rank, 1)), List.of(matrix));
    }

    /**
     * Returns the solution X of {@code A X = B}.
     *
     * @param right B, of shape [..., n, m] with the same leading axes
     */
    public Tensor solve(Tensor right) {
        return Triangular.solveUpper(factor.transpose(), Triangular.solve(factor, right));
    }

    /** Returns the logarithm of the determinant of A, of shape [...]. */
    public Tensor logDeterminant() {
        return Triangular.logAbsDeterminant(factor).mul(2);
    }
}
