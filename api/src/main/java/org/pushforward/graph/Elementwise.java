package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.TensorType;

/** Primitives that treat each position independently. The operands and the result all have the same shape. */
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

    /** The second operand where the first, a boolean, is true, and the third elsewhere. */
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
     * The same numbers in another element type. A cast from floating point to integer truncates; the result for numbers
     * out of range is undefined.
     *
     * @param dtype the element type of the result
     */
    record Cast(DType dtype) implements Elementwise {
        @Override
        public TensorType infer(List<TensorType> operands) {
            return Operands.one(operands).with(dtype);
        }
    }

    /** The operand, unchanged, with a derivative of zero. */
    record StopGradient() implements Elementwise {
        @Override
        public TensorType infer(List<TensorType> operands) {
            return Operands.one(operands);
        }
    }

    /**
     * The first operand, unchanged, but computed only after the second, which may have any type.
     *
     * <p>Values computed from a barrier are never merged with equal values computed without it, so a barrier forces a
     * recomputation instead of a stored value. Its derivative is that of the first operand.
     */
    record Barrier() implements Elementwise {
        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 2);
            return operands.get(0);
        }
    }
}
