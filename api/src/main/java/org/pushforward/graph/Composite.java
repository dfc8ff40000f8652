package org.pushforward.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.TensorType;

/**
 * A function of several primitives that keeps its name in the graph, so that an engine can use its own kernel for it.
 *
 * <p>Its expansion defines its meaning. {@link org.pushforward.backend.Backend#compile} replaces a composite by its
 * expansion unless the engine declares support for it, and the conformance kit checks an engine's kernel against the
 * expansion.
 */
@Stability(Stability.Level.STABLE)
public sealed interface Composite extends Primitive
        permits Smooth, Rectified, Normalization, AdamUpdate, Checkpoint, Composite.Sort {

    /** Returns the expansion, made of primitives and other composites. */
    Tensor expand(List<Tensor> operands);

    /**
     * Refuses operands that the expansion would accept, by broadcasting or ignoring them, but that an engine's kernel
     * would not.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    void admit(List<TensorType> operands);

    @Override
    default TensorType infer(List<TensorType> operands) {
        admit(operands);
        return expand(inputs(operands)).type();
    }

    /** Returns one input node of each type, as operands for an expansion. */
    static List<Tensor> inputs(List<TensorType> types) {
        List<Tensor> inputs = new ArrayList<>();
        for (TensorType type : types) {
            inputs.add(Tensor.input("operand." + inputs.size(), type));
        }
        return inputs;
    }

    /** Returns the expressions with the inputs replaced by other tensors. */
    static List<Tensor> substitute(List<Tensor> expressions, List<Tensor> inputs, List<Tensor> values) {
        Map<Tensor, Tensor> replacements = new IdentityHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            replacements.put(inputs.get(i), values.get(i));
        }
        return Rewrite.substitution(replacements).apply(expressions);
    }

    /**
     * The elements in ascending order along an axis. Undefined for NaN.
     *
     * @param axis the axis that is sorted
     */
    record Sort(int axis) implements Composite {
        @Override
        public void admit(List<TensorType> operands) {
            Operands.axis(Operands.numeric(Operands.one(operands)).shape(), axis);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor x = operands.get(0);
            return x.takeAlong(axis, x.argSort(axis));
        }
    }
}
