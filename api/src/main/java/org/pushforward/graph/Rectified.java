package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/**
 * The rectifier of slope c, max(x, c x) with 0 &lt;= c &lt; 1, and its product with a cotangent g, of operands g and then x.
 * Slope 0 is the ReLU: Nair and Hinton, 2010. Maas, Hannun and Ng, 2013.
 */
@Stability(Stability.Level.STABLE)
public sealed interface Rectified extends Composite {

    /** Returns c. */
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
     * g where x is positive and c g elsewhere, zero included; NaN where x is NaN. It is a product, so where c is 0 and x is not
     * positive an infinite or undefined g gives NaN, not 0.
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

        /** Returns a product: to choose element by element takes engines many times as long. */
        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor x = operands.get(1);
            // The sign of the value, which is there already, saves a pass over memory.
            Tensor step = slope == 0 ? x.max(0).sign() : x.sign().max(slope);
            return operands.get(0).mul(step);
        }
    }
}
