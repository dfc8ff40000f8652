package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/** Primitives that run along an axis and keep what they pass. */
@Stability(Stability.Level.STABLE)
public sealed interface Scan extends Primitive {

    /**
     * The sums of all elements up to each position of an axis.
     *
     * @param axis the axis that is summed along
     * @param exclusive whether the element at the position itself is left out
     * @param reverse whether it runs from the last position to the first
     */
    record CumulativeSum(int axis, boolean exclusive, boolean reverse) implements Scan {
        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType type = Operands.numeric(Operands.one(operands));
            Operands.axis(type.shape(), axis);
            return type;
        }
    }
}
