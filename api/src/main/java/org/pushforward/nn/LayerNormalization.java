package org.pushforward.nn;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Layer normalization, (x - mean) / sqrt(variance + 1e-5) scale + shift, for x of shape [..., width]. The mean and
 * variance are taken over the last axis; scale and shift are learned for each of its positions.
 *
 * <p>Ba, Kiros and Hinton, <i>Layer normalization</i>, 2016.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class LayerNormalization implements Layer {
    private final int width;
    private final Tensor weight;
    private final Tensor bias;

    /** Declares {@code weight} and {@code bias}, of shape [width], which begin as 1 and 0. */
    public LayerNormalization(Scope scope, int width) {
        this.width = width;
        weight = scope.parameter("weight", Shape.of(width), Initializer.constant(1));
        bias = scope.parameter("bias", Shape.of(width), Initializer.zeros());
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor rows = x.reshape(-1, width);
        Tensor normal = Tensor.of(new Normalization.GroupNorm(1, GroupNormalization.EPSILON), List.of(rows));
        return normal.mul(weight).add(bias).reshape(x.shape());
    }
}
