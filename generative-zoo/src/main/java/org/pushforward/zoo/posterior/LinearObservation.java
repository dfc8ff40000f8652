package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.linalg.LinearOperator;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Observes a linear function of the sample, A x.
 *
 * @param operator A
 */
public record LinearObservation(LinearOperator operator) implements ObservationOperator {

    /**
     * Returns the observation of linear combinations of the coordinates of samples of shape [n, d].
     *
     * @param matrix A, floating [k, d]
     * @throws IllegalArgumentException if the array is not a matrix of finite numbers
     */
    public static LinearObservation of(HostArray matrix) {
        return new LinearObservation(LinearOperator.dense(matrix));
    }

    @Override
    public Shape shape() {
        return operator.range();
    }

    @Override
    public Tensor apply(Tensor x) {
        return operator.apply(x);
    }
}
