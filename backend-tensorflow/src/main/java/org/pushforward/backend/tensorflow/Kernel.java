package org.pushforward.backend.tensorflow;

import java.util.List;
import java.util.Optional;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.tensorflow.Output;

/**
 * What computes a node: the nodes that are its operands, and how it is emitted.
 *
 * <p>Mostly it is one primitive. Where TensorFlow has one kernel for what are several primitives, the operands are those
 * of the first of them, and those between are not needed: elementwise passes over memory are what a small network's
 * training spends its time on.
 *
 * @param operands the nodes that are computed before
 * @param emission emits the operations on their values
 */
record Kernel(List<Tensor> operands, Emission emission) {
    /** How a kernel is emitted. */
    @FunctionalInterface
    interface Emission {
        Output<?> emit(List<Output<?>> operands, Emitter emit);
    }

    /** Returns the kernel that computes a node. */
    static Kernel of(Tensor node) {
        return sigmoid(node)
                .or(() -> sigmoidGradient(node))
                .or(() -> tanhGradient(node).map(Kernel::new))
                .orElseGet(() -> new Kernel(Repetition.operands(node), (x, emit) -> Lowerings.lower(node, x, emit)));
    }

    private Kernel(TanhGradient pattern) {
        this(List.of(pattern.y(), pattern.dy()), (x, emit) -> emit.op("TanhGrad", x.get(0), x.get(1)));
    }

    /** The pattern dy - dy y^2. */
    private record TanhGradient(Tensor y, Tensor dy) {}

    private static Optional<TanhGradient> tanhGradient(Tensor node) {
        if (!(node.primitive() instanceof Binary.Sub)) {
            return Optional.empty();
        }
        Tensor dy = node.operands().get(0);
        return factor(node.operands().get(1), dy).flatMap(Kernel::root).map(y -> new TanhGradient(y, dy));
    }

    /** (1 + tanh(x / 2)) / 2. */
    private static Optional<Kernel> sigmoid(Tensor node) {
        return plusHalf(node)
                .flatMap(Kernel::twice)
                .flatMap(Kernel::sigmoidOperand)
                .map(x -> new Kernel(List.of(x), (v, emit) -> emit.shared("Sigmoid", v.get(0))));
    }

    /** What the chain rule makes of the pattern above. */
    private static Optional<Kernel> sigmoidGradient(Tensor node) {
        return twice(node).flatMap(Kernel::tanhGradient).flatMap(pattern -> sigmoidOperand(pattern.y())
                .flatMap(x -> twice(pattern.dy())
                        .map(dy -> new Kernel(
                                List.of(x, dy),
                                (v, emit) -> emit.op("SigmoidGrad", emit.shared("Sigmoid", v.get(0)), v.get(1))))));
    }

    /** Returns x of tanh(x / 2). */
    private static Optional<Tensor> sigmoidOperand(Tensor node) {
        return node.primitive() instanceof Unary.Tanh ? twice(node.operands().get(0)) : Optional.empty();
    }

    /** Returns x of x^2. */
    private static Optional<Tensor> root(Tensor node) {
        return factor(node, node.operands().isEmpty() ? node : node.operands().get(0));
    }

    /** Returns the other factor of a product. */
    private static Optional<Tensor> factor(Tensor node, Tensor known) {
        if (!(node.primitive() instanceof Binary.Mul)) {
            return Optional.empty();
        }
        int index = node.operands().indexOf(known);
        return index < 0 ? Optional.empty() : Optional.of(node.operands().get(1 - index));
    }

    /** Returns x of x / 2. */
    private static Optional<Tensor> twice(Tensor node) {
        return node.primitive() instanceof Binary.Mul ? besideHalf(node) : Optional.empty();
    }

    /** Returns x of x + 1/2. */
    private static Optional<Tensor> plusHalf(Tensor node) {
        return node.primitive() instanceof Binary.Add ? besideHalf(node) : Optional.empty();
    }

    private static Optional<Tensor> besideHalf(Tensor node) {
        return isHalf(node.operands().get(1)) ? Optional.of(node.operands().get(0)) : Optional.empty();
    }

    private static boolean isHalf(Tensor node) {
        Tensor source =
                node.primitive() instanceof Movement.Broadcast ? node.operands().get(0) : node;
        return source.primitive() instanceof Source.Constant constant
                && constant.value().size() == 1
                && constant.value().get(0) == 0.5;
    }
}
