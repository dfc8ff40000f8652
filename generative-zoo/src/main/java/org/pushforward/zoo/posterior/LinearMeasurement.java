package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Sees linear combinations of the coordinates: A x, of samples of shape [n, d].
 *
 * @param matrix A, floating [k, d]
 */
public record LinearMeasurement(HostArray matrix) implements Measurement {
    /** Refuses what is not a matrix of finite numbers. */
    public LinearMeasurement {
        if (matrix.shape().rank() != 2 || !matrix.dtype().isFloating() || !matrix.isFinite()) {
            throw new IllegalArgumentException("matrix of a linear measurement of type " + matrix.type()
                    + ": expected finite floating-point numbers [measurements, coordinates]");
        }
    }

    @Override
    public Shape shape() {
        return Shape.of(matrix.shape().dim(0));
    }

    @Override
    public Tensor apply(Tensor x) {
        return x.matmul(Tensor.constant(matrix.cast(x.dtype())).transpose());
    }
}
