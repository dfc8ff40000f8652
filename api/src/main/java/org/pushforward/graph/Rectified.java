package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/**
 * The leaky ReLU with slope c, max(x, c x) with 0 &lt;= c &lt; 1, and its gradient. Slope 0 gives the ReLU of Nair and
 * Hinton, 2010; the leaky ReLU is from Maas, Hannun and Ng, 2013.
 */
@Stability(Stability.Level.STABLE)
public sealed interface Rectified extends Composite {

    /** Returns the slope c. */
    double slope();

    private static void checkSlope(double slope) {
        Operands.check(slope >= 0 && slope < 1, "expected a slope in [0, 1), not " + slope);
    }

    /**
     * max(x, c x).
     *
     * @param slope c
     */
    record LeakyRelu(double slope) implements Rectified {
        /** Refuses a slope out of range. */
        public LeakyRelu {
            checkSlope(slope);
        }

        @Override
        public void admit(List<TensorType> operands) {
            Operands.alike(operands, 1);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor x = operands.get(0);
            return slope == 0 ? x.max(0) : x.max(x.mul(slope));
        }
    }

    /**
     * The gradient, for operands g (the cotangent) and x: g where x is positive, c g where x is zero or negative, and
     * NaN where x is NaN. It is computed as a product, so if c is 0 and x is not positive, an infinite or NaN g gives
     * NaN, not 0.
     *
     * @param slope c
     */
    record LeakyReluGradient(double slope) implements Rectified {
        /** Refuses a slope out of range. */
        public LeakyReluGradient {
            checkSlope(slope);
        }

        @Override
        public void admit(List<TensorType> operands) {
            Operands.alike(operands, 2);
        }

        /** Returns a product, because an elementwise selection takes engines many times as long. */
        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor x = operands.get(1);
            // Taking the sign of the value, which is already computed, saves a pass over memory.
            Tensor step = slope == 0 ? x.max(0).sign() : x.sign().max(slope);
            return operands.get(0).mul(step);
        }
    }
}
