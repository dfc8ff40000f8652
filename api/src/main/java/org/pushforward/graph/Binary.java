package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/** Functions of two numbers, applied to each pair of elements of two tensors of one type. */
@Stability(Stability.Level.STABLE)
public sealed interface Binary extends Elementwise {

    /** The reference evaluation of one pair of elements. */
    double apply(double x, double y);

    @Override
    default TensorType infer(List<TensorType> operands) {
        Operands.count(operands, 2);
        TensorType type = Operands.same(operands.get(0), operands.get(1));
        // Integer division by zero kills the process on one engine and not on another, so it is not in the set.
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

    /** x / y, of floating-point numbers. */
    record Div() implements Binary {
        @Override
        public double apply(double x, double y) {
            return x / y;
        }
    }

    /** x to the power y, of floating-point numbers, as C has it: x^0 and 1^y are 1 even for NaN. */
    record Pow() implements Binary {
        @Override
        public double apply(double x, double y) {
            // Java has NaN here.
            return x == 1 || x == -1 && Double.isInfinite(y) ? 1 : Math.pow(x, y);
        }
    }

    /** x - y floor(x / y), of floating-point numbers, without rounding: the remainder that has the sign of y. */
    record Remainder() implements Binary {
        @Override
        public double apply(double x, double y) {
            double remainder = x % y;
            return remainder != 0 && remainder < 0 != y < 0 ? remainder + y : remainder;
        }
    }

    /** The larger; the derivative is shared equally at a tie. */
    record Max() implements Binary {
        @Override
        public double apply(double x, double y) {
            return Math.max(x, y);
        }
    }

    /** The smaller; the derivative is shared equally at a tie. */
    record Min() implements Binary {
        @Override
        public double apply(double x, double y) {
            return Math.min(x, y);
        }
    }
}
