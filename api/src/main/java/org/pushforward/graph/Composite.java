package org.pushforward.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.TensorType;

/**
 * A function of several primitives that keeps its name in the graph, so that an engine that has a kernel for it can use
 * that one.
 *
 * <p>Its meaning is its expansion: {@link org.pushforward.backend.Backend#compile} puts that in its place on an engine that
 * does not declare it, and the conformance kit judges a kernel by it.
 */
@Stability(Stability.Level.STABLE)
public sealed interface Composite extends Primitive
        permits Smooth, Rectified, Normalization, AdamUpdate, Checkpoint, Composite.Sort {

    /** Returns what it stands for, by primitives and other composites. */
    Tensor expand(List<Tensor> operands);

    /**
     * Refuses what the expansion would take, by broadcasting or leaving out, and an engine's kernel would not.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    void admit(List<TensorType> operands);

    @Override
    default TensorType infer(List<TensorType> operands) {
        admit(operands);
        return expand(inputs(operands)).type();
    }

    /** Returns an input node of each type, to expand a composite on. */
    static List<Tensor> inputs(List<TensorType> types) {
        List<Tensor> inputs = new ArrayList<>();
        for (TensorType type : types) {
            inputs.add(Tensor.input("operand." + inputs.size(), type));
        }
        return inputs;
    }

    /** Returns expressions of some input nodes with tensors in the place of these. */
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
