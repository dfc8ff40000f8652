package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/** Functions of truth values. */
@Stability(Stability.Level.STABLE)
public sealed interface Logical extends Elementwise {

    /** Both. */
    record And() implements Logical {}

    /** Either or both. */
    record Or() implements Logical {}

    /** The opposite, of one operand. */
    record Not() implements Logical {}

    /** The reference evaluation of one element; {@link Not} has no second operand and ignores it. */
    default boolean test(boolean x, boolean y) {
        return this instanceof Not ? !x : this instanceof And ? x && y : x || y;
    }

    @Override
    default TensorType infer(List<TensorType> operands) {
        if (this instanceof Not) {
            return Operands.bool(Operands.one(operands));
        }
        Operands.count(operands, 2);
        return Operands.bool(Operands.same(operands.get(0), operands.get(1)));
    }
}
