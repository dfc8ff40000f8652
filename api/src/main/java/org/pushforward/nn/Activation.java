package org.pushforward.nn;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pushforward.Stability;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;

/** Nonlinear functions between layers. */
@Stability(Stability.Level.EXPERIMENTAL)
public enum Activation implements Layer {
    /** max(x, 0). */
    RELU(x -> Tensor.of(new Rectified.LeakyRelu(0), List.of(x))),
    /** max(x, 0.2 x). */
    LEAKY_RELU(x -> Tensor.of(new Rectified.LeakyRelu(0.2), List.of(x))),
    /** x sigmoid(x), also called swish. */
    SILU(x -> Tensor.of(new Smooth.Silu(), List.of(x))),
    /** x Phi(x), where Phi is the cumulative distribution function of N(0, 1). */
    GELU(x -> Tensor.of(new Smooth.Gelu(), List.of(x))),
    /** x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, which approximates {@link #GELU} within 5e-4. */
    GELU_TANH(Activation::geluByTanh),
    /** log(1 + e^x). */
    SOFTPLUS(Tensor::softplus),
    /** 1 / (1 + e^-x). */
    SIGMOID(Tensor::sigmoid),
    /** The hyperbolic tangent. */
    TANH(Tensor::tanh);

    /** From here on, {@link #GELU_TANH} is x, and below the negative of this it is 0, in either precision. */
    private static final double SATURATED = 30;

    private final UnaryOperator<Tensor> function;

    Activation(UnaryOperator<Tensor> function) {
        this.function = function;
    }

    @Override
    public Tensor apply(Tensor x) {
        return function.apply(x);
    }

    private static Tensor geluByTanh(Tensor x) {
        // Clamp x: far from zero the hyperbolic tangent is 1 or -1 anyway, but the cube of x would overflow, in the
        // derivative too.
        Tensor near = x.max(-SATURATED).min(SATURATED);
        Tensor cubic = near.square().mul(0.044715).add(1).mul(near);
        return x.mul(0.5).mul(cubic.mul(Math.sqrt(2 / Math.PI)).tanh().add(1));
    }
}
