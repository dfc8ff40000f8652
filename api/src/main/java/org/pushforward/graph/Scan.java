package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/** Primitives that accumulate along an axis and keep every partial result. */
@Stability(Stability.Level.STABLE)
public sealed interface Scan extends Primitive {

    /**
     * The cumulative sum along an axis.
     *
     * @param axis the axis that is summed along
     * @param exclusive whether each sum leaves out the element at its own position
     * @param reverse whether to sum from the last position to the first
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
