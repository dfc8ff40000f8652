package org.pushforward.zoo.flow;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The coordinates in another, fixed order; a product with a matrix of zeros and ones, which is exact. */
final class Permutation implements Bijector {
    private final Tensor matrix;

    Permutation(int[] order) {
        int d = order.length;
        float[] values = new float[d * d];
        for (int j = 0; j < d; j++) {
            values[order[j] * d + j] = 1;
        }
        matrix = Tensor.constant(HostArray.wrap(Shape.of(d, d), values));
    }

    @Override
    public Image forward(Tensor x) {
        return new Image(x.matmul(matrix), x.slice(1, 0, 1).reshape(-1).zerosLike());
    }

    @Override
    public Tensor inverse(Tensor z) {
        return z.matmul(matrix.transpose());
    }
}
