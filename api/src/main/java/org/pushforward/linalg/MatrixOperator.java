package org.pushforward.linalg;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The operator of a known matrix.
 *
 * @param matrix of shape [range, domain]
 */
record MatrixOperator(HostArray matrix) implements LinearOperator {
    /** Refuses anything except matrices of finite numbers. */
    MatrixOperator {
        if (matrix.shape().rank() != 2 || !matrix.dtype().isFloating() || !matrix.isFinite()) {
            throw new IllegalArgumentException("matrix of a linear operator of type " + matrix.type()
                    + ": expected finite floating-point numbers [range, domain]");
        }
    }

    @Override
    public Shape domain() {
        return Shape.of(matrix.shape().dim(1));
    }

    @Override
    public Shape range() {
        return Shape.of(matrix.shape().dim(0));
    }

    @Override
    public Tensor apply(Tensor x) {
        RowVectors rows = RowVectors.of("dense operator", x, domain());
        Tensor image = rows.flat(x).matmul(in(x).transpose());
        return image.reshape(RowVectors.join(rows.leading(), range()));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        RowVectors rows = RowVectors.of("adjoint of a dense operator", y, range());
        return rows.flat(y).matmul(in(y)).reshape(RowVectors.join(rows.leading(), domain()));
    }

    private Tensor in(Tensor like) {
        return Tensor.constant(matrix.cast(like.dtype()));
    }
}
