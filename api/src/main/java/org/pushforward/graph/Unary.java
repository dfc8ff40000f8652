package org.pushforward.graph;

import java.util.List;
import org.apache.commons.numbers.gamma.Erf;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/** Functions of one number, applied elementwise. */
@Stability(Stability.Level.STABLE)
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

    /** |x|; the derivative is sign(x). */
    record Abs() implements Unary {
        @Override
        public double apply(double x) {
            return Math.abs(x);
        }
    }

    /** The sign: -1, 0 or 1, and NaN for NaN. */
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

    /** The error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x. */
    record ErrorFunction() implements Unary {
        @Override
        public double apply(double x) {
            return Erf.value(x);
        }
    }

    /** The largest integer not greater than x; the derivative is 0. */
    record Floor() implements Unary {
        @Override
        public double apply(double x) {
            return Math.floor(x);
        }
    }

    /** The smallest integer not less than x; the derivative is 0. */
    record Ceil() implements Unary {
        @Override
        public double apply(double x) {
            return Math.ceil(x);
        }
    }

    /** The nearest integer, rounding ties to even; the derivative is 0. */
    record Round() implements Unary {
        @Override
        public double apply(double x) {
            return Math.rint(x);
        }
    }

    /**
     * floor(x / divisor), for integers.
     *
     * <p>The divisor is an attribute because dividing by zero, or dividing the smallest integer by -1, crashes the
     * process on some engines.
     *
     * @param divisor 1 or more
     */
    record FloorDiv(int divisor) implements Unary {
        /** Refuses divisors below 1. */
        public FloorDiv {
            Operands.divisor(divisor);
        }

        @Override
        public double apply(double x) {
            return Math.floor(x / divisor);
        }
    }

    /**
     * x - divisor floor(x / divisor), for integers: from 0 to the divisor exclusive.
     *
     * @param divisor 1 or more
     */
    record FloorMod(int divisor) implements Unary {
        /** Refuses divisors below 1. */
        public FloorMod {
            Operands.divisor(divisor);
        }

        @Override
        public double apply(double x) {
            return x - divisor * Math.floor(x / divisor);
        }
    }

    @Override
    default TensorType infer(List<TensorType> operands) {
        TensorType type = Operands.one(operands);
        if (this instanceof FloorDiv || this instanceof FloorMod) {
            return Operands.integer(type);
        }
        boolean onAllNumbers = this instanceof Neg || this instanceof Abs || this instanceof Sign;
        return onAllNumbers ? Operands.numeric(type) : Operands.floating(type);
    }
}
