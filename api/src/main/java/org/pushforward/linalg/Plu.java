package org.pushforward.linalg;

import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A matrix in the form {@code P L U}: a permutation, a lower triangular matrix with a unit diagonal, and an upper triangular matrix. If
 * the triangles are learned, it is an invertible linear map with a cheap inverse and determinant: Kingma and
 * Dhariwal, <i>Glow</i>, 2018.
 *
 * @param permutation P as the column of the one in each row, of length n
 * @param lower a matrix, [n, n], whose part below the diagonal is that of L
 * @param upper a matrix, [n, n], whose part on and above the diagonal is U
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Plu(List<Integer> permutation, Tensor lower, Tensor upper) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the three parts do not fit
     */
    public Plu {
        permutation = List.copyOf(permutation);
        Triangular.square("plu", lower);
        int n = permutation.size();
        boolean all = permutation.stream()
                .sorted()
                .toList()
                .equals(IntStream.range(0, n).boxed().toList());
        if (!all || !lower.shape().equals(Shape.of(n, n)) || !upper.type().equals(lower.type())) {
            throw new TraceException(
                    "plu" + permutation,
                    List.of(lower.type(), upper.type()),
                    "expected a permutation of the numbers from 0, and two square matrices of its length");
        }
    }

    /** Returns P L U. */
    public Tensor matrix() {
        return permuted(unitLower().matmul(Triangular.upper(upper)), permutation);
    }

    /**
     * Returns the solution X of {@code P L U X = B}.
     *
     * @param right B, of shape [n, m]
     */
    public Tensor solve(Tensor right) {
        Tensor ordered = permuted(right, inverse());
        return Triangular.solveUpper(upper, Triangular.solve(unitLower(), ordered));
    }

    /** Returns the determinant, of rank 0: the sign of the permutation times the diagonal of U. */
    public Tensor determinant() {
        return Triangular.determinant(upper).mul(sign());
    }

    /** Returns the logarithm of the absolute value of the determinant, of rank 0. */
    public Tensor logAbsDeterminant() {
        return Triangular.logAbsDeterminant(upper);
    }

    private Tensor unitLower() {
        return Triangular.lower(Triangular.withUnitDiagonal(lower));
    }

    /** Returns the matrix whose row i is row {@code order[i]}. */
    private static Tensor permuted(Tensor matrix, List<Integer> order) {
        long[] positions = order.stream().mapToLong(i -> i).toArray();
        return matrix.gather(0, Tensor.constant(HostArray.of(Shape.of(positions.length), positions)));
    }

    private List<Integer> inverse() {
        return IntStream.range(0, permutation.size())
                .mapToObj(permutation::indexOf)
                .toList();
    }

    /** Returns the sign of the permutation, 1 or -1. */
    private int sign() {
        int n = permutation.size();
        long disordered = IntStream.range(0, n)
                .mapToLong(i -> IntStream.range(i + 1, n)
                        .filter(j -> permutation.get(i) > permutation.get(j))
                        .count())
                .sum();
        return disordered % 2 == 0 ? 1 : -1;
    }
}
