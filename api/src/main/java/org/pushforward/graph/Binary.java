package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/** Functions of two numbers, applied elementwise to two tensors of the same type. */
@Stability(Stability.Level.STABLE)
public sealed interface Binary extends Elementwise {

    /** The reference evaluation of one pair of elements. */
    double apply(double x, double y);

    @Override
    default TensorType infer(List<TensorType> operands) {
        Operands.count(operands, 2);
        TensorType type = Operands.same(operands.get(0), operands.get(1));
        // Integer division by zero crashes the process on some engines, so Div does not accept integers.
        boolean floatingOnly = this instanceof Div || this instanceof Pow || this instanceof Remainder;
        return floatingOnly ? Operands.floating(type) : Operands.numeric(type);
    }

    /** x + y. */
    record Add() implements Binary {
        @Override
        public double apply(double x, double y) {
            return x + y;
        }
    }

    /** x - y. */
    record Sub() implements Binary {
        @Override
        public double apply(double x, double y) {
            return x - y;
        }
    }

    /** x y. */
    record Mul() implements Binary {
        @Override
        public double apply(double x, double y) {
            return x * y;
        }
    }

    /** x / y, for floating-point numbers. */
    record Div() implements Binary {
        @Override
        public double apply(double x, double y) {
            return x / y;
        }
    }

    /** x to the power y, for floating-point numbers. As in C, x^0 and 1^y are 1 even if the other number is NaN. */
    record Pow() implements Binary {
        @Override
        public double apply(double x, double y) {
            // Math.pow returns NaN in these cases.
            return x == 1 || x == -1 && Double.isInfinite(y) ? 1 : Math.pow(x, y);
        }
    }

    /** x - y floor(x / y), for floating-point numbers, computed without rounding: the remainder has the sign of y. */
    record Remainder() implements Binary {
        @Override
        public double apply(double x, double y) {
            double remainder = x % y;
            return remainder != 0 && remainder < 0 != y < 0 ? remainder + y : remainder;
        }
    }

    /** The larger of x and y; at a tie, each operand gets half of the derivative. */
    record Max() implements Binary {
        @Override
        public double apply(double x, double y) {
            return Math.max(x, y);
        }
    }

    /** The smaller of x and y; at a tie, each operand gets half of the derivative. */
    record Min() implements Binary {
        @Override
        public double apply(double x, double y) {
            return Math.min(x, y);
        }
    }
}
