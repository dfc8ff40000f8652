package org.pushforward.linalg;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.graph.Tensor;

/**
 * The least-squares problem |g e_0 - H y| with an upper Hessenberg matrix H, one column at a time and for all rows of a batch. Rotations
 * of neighboring rows make H triangular: Givens, <i>Computation of plane
 * unitary rotations transforming a general matrix to triangular form</i>, 1958.
 */
final class Hessenberg {
    private final List<List<Tensor>> columns = new ArrayList<>();
    private final List<Tensor> cosines = new ArrayList<>();
    private final List<Tensor> sines = new ArrayList<>();
    /** The rotated right-hand side. */
    private final List<Tensor> right = new ArrayList<>();

    Hessenberg(Tensor first) {
        right.add(first);
    }

    /** Adds column k, which has k + 2 nonzero numbers. */
    void add(List<Tensor> numbers) {
        int k = columns.size();
        List<Tensor> column = new ArrayList<>(numbers);
        for (int i = 0; i < k; i++) {
            Tensor upper = column.get(i);
            Tensor lower = column.get(i + 1);
            column.set(i, cosines.get(i).mul(upper).add(sines.get(i).mul(lower)));
            column.set(i + 1, cosines.get(i).mul(lower).sub(sines.get(i).mul(upper)));
        }
        Tensor upper = column.get(k);
        Tensor lower = column.get(k + 1);
        Tensor length = Gmres.root(upper.square().add(lower.square()));
        Tensor scale = Gmres.inverse(length);
        cosines.add(upper.mul(scale));
        sines.add(lower.mul(scale));
        column.set(k, length);
        columns.add(column);
        Tensor rest = right.get(k);
        right.set(k, cosines.get(k).mul(rest));
        right.add(sines.get(k).mul(rest).neg());
    }

    /** Returns y, with zeros for columns of zeros. */
    List<Tensor> solve() {
        int size = columns.size();
        List<Tensor> solution = new ArrayList<>(right.subList(0, size));
        for (int i = size - 1; i >= 0; i--) {
            Tensor rest = solution.get(i);
            for (int k = i + 1; k < size; k++) {
                rest = rest.sub(columns.get(k).get(i).mul(solution.get(k)));
            }
            solution.set(i, rest.mul(Gmres.inverse(columns.get(i).get(i))));
        }
        return solution;
    }
}
