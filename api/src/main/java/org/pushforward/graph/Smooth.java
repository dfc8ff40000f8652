package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/**
 * Smooth activations of one operand x, and their gradients. A gradient takes the cotangent g first, then x or the value
 * y.
 */
@Stability(Stability.Level.STABLE)
public sealed interface Smooth extends Composite {

    @Override
    default void admit(List<TensorType> operands) {
        Operands.alike(operands, isGradient() ? 2 : 1);
    }

    @Override
    default Tensor expand(List<Tensor> operands) {
        return formula(operands.get(0), operands.get(operands.size() - 1));
    }

    private boolean isGradient() {
        return this instanceof TanhGradient
                || this instanceof SigmoidGradient
                || this instanceof SiluGradient
                || this instanceof GeluGradient;
    }

    /** Returns the formula; a gradient gets (g, x) or (g, y), and an activation gets x twice. */
    Tensor formula(Tensor g, Tensor x);

    /** g (1 - y^2) with y = tanh(x). */
    record TanhGradient() implements Smooth {
        @Override
        public Tensor formula(Tensor g, Tensor y) {
            return g.sub(g.mul(y.square()));
        }
    }

    /**
     * 1 / (1 + e^-x). Where e^-x overflows, the value is 0, and so are the derivatives, because they are computed from
     * the value.
     */
    record Sigmoid() implements Smooth {
        @Override
        public Tensor formula(Tensor g, Tensor x) {
            return x.neg().exp().add(1).reciprocal();
        }
    }

    /** g y (1 - y) with y = sigmoid(x). */
    record SigmoidGradient() implements Smooth {
        @Override
        public Tensor formula(Tensor g, Tensor y) {
            return g.mul(y.sub(y.square()));
        }
    }

    /** x sigmoid(x). Elfwing, Uchibe and Doya, 2018. */
    record Silu() implements Smooth {
        @Override
        public Tensor formula(Tensor g, Tensor x) {
            return x.mul(x.sigmoid());
        }
    }

    /** g s (1 + (x - x s)) with s = sigmoid(x). Where s is 1, this is g, however large x is. */
    record SiluGradient() implements Smooth {
        @Override
        public Tensor formula(Tensor g, Tensor x) {
            Tensor s = x.sigmoid();
            return g.mul(s.mul(x.sub(x.mul(s)).add(1)));
        }
    }

    /** log(1 + e^x), computed as max(x, 0) + log(1 + e^-|x|). */
    record Softplus() implements Smooth {
        @Override
        public Tensor formula(Tensor g, Tensor x) {
            return x.max(0).add(x.abs().neg().exp().log1p());
        }
    }

    /**
     * x Phi(x), where Phi is the cumulative distribution function of N(0, 1). Hendrycks and Gimpel, 2016. Phi is
     * computed as (1 + erf(x / sqrt(2))) / 2, which has a bounded absolute but not relative error: in float32, few
     * digits are correct below x = -5.
     */
    record Gelu() implements Smooth {
        @Override
        public Tensor formula(Tensor g, Tensor x) {
            return x.mul(distribution(x));
        }
    }

    /** g (Phi(x) + x phi(x)), where phi is the density of N(0, 1). */
    record GeluGradient() implements Smooth {
        @Override
        public Tensor formula(Tensor g, Tensor x) {
            Tensor density = x.square().mul(-0.5).exp().mul(1 / Math.sqrt(2 * Math.PI));
            return g.mul(distribution(x).add(x.mul(density)));
        }
    }

    private static Tensor distribution(Tensor x) {
        return x.mul(Math.sqrt(0.5)).errorFunction().mul(0.5).add(0.5);
    }
}
