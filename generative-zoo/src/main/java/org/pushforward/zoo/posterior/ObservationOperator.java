package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.nn.Layer;
import org.pushforward.tensor.Shape;

/**
 * A differentiable map A from samples of shape [n, ...] to what an instrument sees of them without noise, of shape [n, ...], each row
 * by itself.
 */
public interface ObservationOperator extends Layer {

    /** Returns the shape of the observation of one sample. */
    Shape shape();

    /** Returns a map of the caller's choice, whose observation of one sample has that shape. */
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
