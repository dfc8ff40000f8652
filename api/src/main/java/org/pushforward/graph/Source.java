package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/** Primitives without operands. */
@Stability(Stability.Level.STABLE)
public sealed interface Source extends Primitive {

    /** Returns the type of the value. */
    TensorType type();

    @Override
    default TensorType infer(List<TensorType> operands) {
        Operands.count(operands, 0);
        return type();
    }

    /**
     * A value that is known while the model is traced.
     *
     * @param value the value
     */
    record Constant(HostArray value) implements Source {
        @Override
        public TensorType type() {
            return value.type();
        }

        @Override
        public String text() {
            return "constant[" + value.toString().replaceAll("\\n *", " ") + "]";
        }
    }

    /**
     * A value that is passed when the graph runs. Two inputs are the same only if they are the same node.
     *
     * @param name the name under which the value is passed
     * @param type its type
     */
    record Input(String name, TensorType type) implements Source {
        @Override
        public String text() {
            return "input[" + name + "]";
        }
    }

    /**
     * The positions along an axis: 0, 1, 2, ...
     *
     * @param type the type of the result, not boolean
     * @param axis the axis along which the positions count
     */
    record Iota(TensorType type, int axis) implements Source {
        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 0);
            Operands.numeric(type);
            Operands.axis(type.shape(), axis);
            return type;
        }
    }
}
