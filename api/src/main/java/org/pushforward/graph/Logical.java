package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/** Functions of booleans. */
@Stability(Stability.Level.STABLE)
public sealed interface Logical extends Elementwise {

    /** Whether both are true. */
    record And() implements Logical {}

    /** Whether at least one is true. */
    record Or() implements Logical {}

    /** The negation of the only operand. */
    record Not() implements Logical {}

    /** The reference evaluation of one element. {@link Not} ignores y. */
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
