package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.TensorType;

/** Primitives that treat each position by itself; operands have one shape, which is that of the result. */
@Stability(Stability.Level.STABLE)
public sealed interface Elementwise extends Primitive
        permits Unary,
                Binary,
                Comparison,
                Logical,
                Elementwise.Select,
                Elementwise.Cast,
                Elementwise.StopGradient,
                Elementwise.Barrier {

    /** The second operand where the first, a truth value, holds, and the third elsewhere. */
    record Select() implements Elementwise {
        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 3);
            Operands.bool(operands.get(0));
            TensorType type = Operands.same(operands.get(1), operands.get(2));
            Operands.check(operands.get(0).shape().equals(type.shape()), "expected equal shapes");
            return type;
        }
    }

    /**
     * The same numbers in another element type. Floating point to integer truncates; out of range is undefined.
     *
     * @param dtype the element type of the result
     */
    record Cast(DType dtype) implements Elementwise {
        @Override
        public TensorType infer(List<TensorType> operands) {
            return Operands.one(operands).with(dtype);
        }
    }

    /** The operand itself, with a derivative of zero. */
    record StopGradient() implements Elementwise {
        @Override
        public TensorType infer(List<TensorType> operands) {
            return Operands.one(operands);
        }
    }

    /**
     * The first operand itself, not to be computed before the second, of any type, is there.
     *
     * <p>What depends on it is not merged with an equal value that does not, so it is the means to compute a value again
     * instead of keeping it. It has the derivative of the first operand.
     */
    record Barrier() implements Elementwise {
        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 2);
            return operands.get(0);
        }
    }
}
