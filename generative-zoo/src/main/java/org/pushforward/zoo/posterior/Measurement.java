package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.nn.Layer;
import org.pushforward.tensor.Shape;

/**
 * What an instrument sees of a sample, before noise: a differentiable map A from samples of shape [n, ...] to measurements of
 * shape [n, ...], each row by itself.
 */
public interface Measurement extends Layer {

    /** Returns the shape of the measurement of one sample. */
    Shape shape();

    /** Returns a map of the caller's choice, whose measurement of one sample has that shape. */
    static Measurement of(Shape shape, Layer map) {
        return new Measurement() {
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
