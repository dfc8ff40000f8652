package org.pushforward.graph;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Primitives that reduce over some axes and remove them. */
@Stability(Stability.Level.STABLE)
public sealed interface Reduction extends Primitive {

    /** Returns the axes that are reduced, ascending. */
    List<Integer> axes();

    @Override
    default TensorType infer(List<TensorType> operands) {
        TensorType type = Operands.numeric(Operands.one(operands));
        Operands.axes(type.shape(), axes());
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < type.shape().rank(); i++) {
            if (!axes().contains(i)) {
                kept.add(type.shape().dim(i));
            } else if (this instanceof ReduceMax) {
                Operands.check(type.shape().dim(i) > 0, "expected at least one element on axis " + i);
            }
        }
        return type.with(Shape.of(kept));
    }

    /**
     * The sum; an empty sum is 0.
     *
     * @param axes the axes that are reduced, ascending
     */
    record ReduceSum(List<Integer> axes) implements Reduction {
        /** Copies the list. */
        public ReduceSum {
            axes = List.copyOf(axes);
        }
    }

    /**
     * The largest element; undefined if there is a NaN. At a tie, the derivative is shared equally.
     *
     * @param axes the axes that are reduced, ascending
     */
    record ReduceMax(List<Integer> axes) implements Reduction {
        /** Copies the list. */
        public ReduceMax {
            axes = List.copyOf(axes);
        }
    }
}
