package org.pushforward.linalg;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.CumulativeProduct;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Functions of triangular matrices of shape [..., n, n]: inverses, systems and determinants. Elements on the other side of the diagonal
 * are never read.
 *
 * <p>The inverse is computed from the diagonal outward. The inverse of a block of size 2 s is
 *
 * <pre>{@code
 * [A 0]^-1   [   A^-1        0  ]
 * [C B]    = [-B^-1 C A^-1  B^-1]
 * }</pre>
 *
 * and all blocks of one size are computed at once. This takes {@code log2 n} steps of two products and 22 nodes each, about
 * {@code n^3 / 3} multiplications in total. Unlike a product of powers of the nilpotent part, it never forms numbers larger than those of
 * the inverse of a block. Higham, <i>Accuracy and stability of numerical algorithms</i>, chapter 14, has error bounds.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Triangular {
    private Triangular() {}

    /** Returns the elements on and below the diagonal, and zero above it. */
    public static Tensor lower(Tensor matrix) {
        return rows(matrix).greaterEqual(columns(matrix)).where(matrix, zero(matrix));
    }

    /** Returns the elements on and above the diagonal, and zero below it. */
    public static Tensor upper(Tensor matrix) {
        return rows(matrix).lessEqual(columns(matrix)).where(matrix, zero(matrix));
    }

    /** Returns the diagonal, of shape [..., n]. */
    public static Tensor diagonal(Tensor matrix) {
        square("diagonal", matrix);
        return onDiagonal(matrix).where(matrix, zero(matrix)).sum(-1);
    }

    /** Returns the matrix with ones on its diagonal. */
    static Tensor withUnitDiagonal(Tensor matrix) {
        square("unit_diagonal", matrix);
        return onDiagonal(matrix).where(Tensor.scalar(matrix.dtype(), 1), matrix);
    }

    /**
     * Returns the inverse of a lower triangular matrix, which is also lower triangular; it is infinite or NaN if the matrix is singular.
     */
    public static Tensor inverse(Tensor lower) {
        square("triangular_inverse", lower);
        Shape shape = lower.shape();
        int n = lower.dim(-1);
        int size = Math.max(1, Integer.highestOneBit(Math.max(n - 1, 0)) * 2);
        int batch = n == 0 ? 0 : shape.size() / n / n;
        Tensor padded = padWithIdentity(lower.reshape(batch, n, n), size);
        // The inverses of the diagonal blocks of size s, [batch, size / s, s, s].
        Tensor inverses = diagonal(padded).reciprocal().reshape(batch, size, 1, 1);
        for (int s = 1; s < size; s *= 2) {
            inverses = merge(inverses, corners(padded, s));
        }
        return inverses.reshape(batch, size, size).slice(1, 0, n).slice(2, 0, n).reshape(shape);
    }

    /** Extends a matrix along its diagonal with ones, which do not affect the inverse of the original matrix. */
    private static Tensor padWithIdentity(Tensor matrices, int size) {
        int n = matrices.dim(1);
        if (n == size) {
            return matrices;
        }
        Tensor grown = matrices.pad(1, 0, size - n, 0).pad(2, 0, size - n, 0);
        Tensor added = onDiagonal(grown).and(rows(grown).greaterEqual(Tensor.scalar(DType.I64, n)));
        return added.where(Tensor.scalar(grown.dtype(), 1), grown);
    }

    /** Returns the off-diagonal blocks C of all pairs of diagonal blocks of size s, [batch, size / 2s, s, s]. */
    private static Tensor corners(Tensor matrices, int s) {
        int batch = matrices.dim(0);
        int pairs = matrices.dim(1) / (2 * s);
        Tensor blocks = matrices.reshape(batch, pairs, 2 * s, pairs, 2 * s)
                .slice(2, s, 2 * s)
                .slice(4, 0, s);
        TensorType grid = new TensorType(DType.I64, Shape.of(pairs, 1, pairs, 1));
        Tensor own = Tensor.iota(grid, 0).equalTo(Tensor.iota(grid, 2));
        return own.where(blocks, zero(blocks)).sum(3);
    }

    private static Tensor merge(Tensor inverses, Tensor corners) {
        int batch = inverses.dim(0);
        int pairs = inverses.dim(1) / 2;
        int s = inverses.dim(2);
        Tensor both = inverses.reshape(batch, pairs, 2, s, s);
        Shape one = Shape.of(batch, pairs, s, s);
        Tensor a = both.slice(2, 0, 1).reshape(one);
        Tensor b = both.slice(2, 1, 2).reshape(one);
        Tensor corner = b.matmul(corners).matmul(a).neg();
        Tensor top = a.pad(3, 0, s, 0);
        return top.concat(2, corner.concat(3, b));
    }

    /**
     * Returns the solution X of {@code L X = B} with one step of iterative refinement: the inverse is applied again to the residual.
     *
     * @param lower L, of shape [..., n, n]
     * @param right B, of shape [..., n, m] with the same leading axes
     */
    public static Tensor solve(Tensor lower, Tensor right) {
        Tensor inverse = inverse(lower);
        Tensor first = inverse.matmul(right);
        Tensor rest = right.sub(lower(lower).matmul(first));
        return first.add(inverse.matmul(rest));
    }

    /**
     * Returns the solution X of {@code U X = B}, with refinement as in {@link #solve}.
     *
     * @param upper U, of shape [..., n, n]
     * @param right B, of shape [..., n, m] with the same leading axes
     */
    public static Tensor solveUpper(Tensor upper, Tensor right) {
        // Reversing the order of unknowns and equations makes the matrix lower triangular.
        Tensor lower = upper.reverse(-1).reverse(-2);
        return solve(lower, right.reverse(-2)).reverse(-2);
    }

    /** Returns the determinant of a triangular matrix, of shape [...]: the product of its diagonal. */
    public static Tensor determinant(Tensor triangular) {
        Tensor factors = diagonal(triangular).pad(-1, 1, 0, 1);
        Tensor products = CumulativeProduct.along(factors, -1);
        int last = products.dim(-1) - 1;
        return products.slice(-1, last, last + 1).sum(-1);
    }

    /** Returns the logarithm of the absolute value of the determinant of a triangular matrix, of shape [...]. */
    public static Tensor logAbsDeterminant(Tensor triangular) {
        return diagonal(triangular).abs().log().sum(-1);
    }

    private static Tensor zero(Tensor like) {
        return Tensor.scalar(like.dtype(), 0);
    }

    private static Tensor onDiagonal(Tensor matrix) {
        return rows(matrix).equalTo(columns(matrix));
    }

    private static Tensor rows(Tensor matrix) {
        return Tensor.iota(positions(matrix), 0);
    }

    private static Tensor columns(Tensor matrix) {
        return Tensor.iota(positions(matrix), 1);
    }

    private static TensorType positions(Tensor matrix) {
        return new TensorType(DType.I64, Shape.of(matrix.dim(-2), matrix.dim(-1)));
    }

    static void square(String operation, Tensor matrix) {
        if (matrix.shape().rank() < 2 || matrix.dim(-1) != matrix.dim(-2)) {
            throw new TraceException(operation, List.of(matrix.type()), "expected square matrices, [..., n, n]");
        }
    }
}
