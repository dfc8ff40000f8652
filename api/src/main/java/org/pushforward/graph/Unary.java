package org.pushforward.graph;

import java.util.List;
import org.pushforward.tensor.TensorType;

/** Functions of one number, applied to each element. */
public sealed interface Unary extends Elementwise {

    /** The reference evaluation of one element. */
    double apply(double x);

    /** -x. */
    record Neg() implements Unary {
        @Override
        public double apply(double x) {
            return -x;
        }
    }

    /** |x|; derivative sign(x). */
    record Abs() implements Unary {
        @Override
        public double apply(double x) {
            return Math.abs(x);
        }
    }

    /** -1, 0 or 1. */
    record Sign() implements Unary {
        @Override
        public double apply(double x) {
            return Math.signum(x);
        }
    }

    /** e^x. */
    record Exp() implements Unary {
        @Override
        public double apply(double x) {
            return Math.exp(x);
        }
    }

    /** The natural logarithm. */
    record Log() implements Unary {
        @Override
        public double apply(double x) {
            return Math.log(x);
        }
    }

    /** log(1 + x), accurate near 0. */
    record Log1p() implements Unary {
        @Override
        public double apply(double x) {
            return Math.log1p(x);
        }
    }

    /** e^x - 1, accurate near 0. */
    record Expm1() implements Unary {
        @Override
        public double apply(double x) {
            return Math.expm1(x);
        }
    }

    /** The square root. */
    record Sqrt() implements Unary {
        @Override
        public double apply(double x) {
            return Math.sqrt(x);
        }
    }

    /** The sine. */
    record Sin() implements Unary {
        @Override
        public double apply(double x) {
            return Math.sin(x);
        }
    }

    /** The cosine. */
    record Cos() implements Unary {
        @Override
        public double apply(double x) {
            return Math.cos(x);
        }
    }

    /** The hyperbolic tangent. */
    record Tanh() implements Unary {
        @Override
        public double apply(double x) {
            return Math.tanh(x);
        }
    }

    @Override
    default TensorType infer(List<TensorType> operands) {
        TensorType type = Operands.one(operands);
        boolean onAllNumbers = this instanceof Neg || this instanceof Abs || this instanceof Sign;
        return onAllNumbers ? Operands.numeric(type) : Operands.floating(type);
    }
}
