package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.nn.Layer;
import org.pushforward.tensor.Shape;

/**
 * A differentiable map A from samples of shape [n, ...] to their noise-free observations, also of shape [n, ...]. It treats each row
 * independently.
 */
public interface ObservationOperator extends Layer {

    /** Returns the shape of the observation of one sample. */
    Shape shape();

    /** Returns an operator for a given map whose observation of one sample has a given shape. */
    static ObservationOperator of(Shape shape, Layer map) {
        return new ObservationOperator() {
            @Override
            public Shape shape() {
                return shape;
            }

            @Override
            public Tensor apply(Tensor x) {
                return map.apply(x);
            }
        };
    }
}
