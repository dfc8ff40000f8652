package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.TensorType;

/** Comparisons of two numbers, which give booleans. Every comparison with NaN is false, except {@link NotEqual}. */
@Stability(Stability.Level.STABLE)
public sealed interface Comparison extends Elementwise {

    /** The reference evaluation of one pair of elements. */
    boolean test(double x, double y);

    @Override
    default TensorType infer(List<TensorType> operands) {
        Operands.count(operands, 2);
        return Operands.numeric(Operands.same(operands.get(0), operands.get(1))).with(DType.BOOL);
    }

    /** {@code x == y}. */
    record Equal() implements Comparison {
        @Override
        public boolean test(double x, double y) {
            return x == y;
        }
    }

    /** {@code x != y}. */
    record NotEqual() implements Comparison {
        @Override
        public boolean test(double x, double y) {
            return x != y;
        }
    }

    /** {@code x < y}. */
    record Less() implements Comparison {
        @Override
        public boolean test(double x, double y) {
            return x < y;
        }
    }

    /** {@code x <= y}. */
    record LessEqual() implements Comparison {
        @Override
        public boolean test(double x, double y) {
            return x <= y;
        }
    }

    /** {@code x > y}. */
    record Greater() implements Comparison {
        @Override
        public boolean test(double x, double y) {
            return x > y;
        }
    }

    /** {@code x >= y}. */
    record GreaterEqual() implements Comparison {
        @Override
        public boolean test(double x, double y) {
            return x >= y;
        }
    }
}
