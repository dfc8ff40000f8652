package org.pushforward.nn;

import java.util.function.UnaryOperator;
import org.pushforward.graph.Tensor;

/** The nonlinear functions between layers. */
public enum Activation implements Layer {
    /** max(x, 0). */
    RELU(x -> x.max(0)),
    /** max(x, 0.2 x). */
    LEAKY_RELU(x -> x.max(x.mul(0.2))),
    /** x sigmoid(x), also called swish. */
    SILU(x -> x.mul(x.sigmoid())),
    /** log(1 + e^x). */
    SOFTPLUS(Tensor::softplus),
    /** The hyperbolic tangent. */
    TANH(Tensor::tanh);

    private final UnaryOperator<Tensor> function;

    Activation(UnaryOperator<Tensor> function) {
        this.function = function;
    }

    @Override
    public Tensor apply(Tensor x) {
        return function.apply(x);
    }
}
