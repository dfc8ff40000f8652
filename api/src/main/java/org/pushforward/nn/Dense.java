package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** The affine map x W + b over the last axis, from shape [..., inputs] to [..., outputs]. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Dense implements Layer {
    private final Tensor weight;
    private final Tensor bias;

    /** Declares {@code weight} and {@code bias}, both uniform on [-1/sqrt(inputs), 1/sqrt(inputs)). */
    public Dense(Scope scope, int inputs, int outputs) {
        this(scope, inputs, outputs, Initializer.fanIn(inputs));
    }

    /** Declares {@code weight} and {@code bias} with the given initializer. */
    public Dense(Scope scope, int inputs, int outputs, Initializer initializer) {
        weight = scope.parameter("weight", Shape.of(inputs, outputs), initializer);
        bias = scope.parameter("bias", Shape.of(outputs), initializer);
    }

    @Override
    public Tensor apply(Tensor x) {
        if (x.shape().rank() == 2) {
            return x.matmul(weight).add(bias);
        }
        Tensor rows = x.reshape(-1, x.dim(-1)).matmul(weight).add(bias);
        return rows.reshape(x.shape().with(-1, rows.dim(1)));
    }
}
