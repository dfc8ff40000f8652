package org.pushforward.backend.onnx;

import java.util.List;
import java.util.Optional;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;

/**
 * The kernel for s(x) = 1 / (1 + e^-x), which halves the passes over memory of a layer with the activation x s(x).
 *
 * <p>A graph holds s(x) as (1 + tanh(x/2)) / 2 and its pull-back of g, by the rules of differentiation, as
 * (g/2 - g/2 tanh(x/2)^2) / 2, which is g s (1 - s). The pull-back of g by x s(x) is g s added to that of g x, which
 * together are g (s + x s (1 - s)). The kernel's error is absolute, as is that of the tanh form.
 */
final class Sigmoid {
    private Sigmoid() {}

    /** Returns the spelling of a node that is s(x), or a pull-back by s(x) or x s(x), in float32. */
    static Optional<Spelling> match(Tensor node) {
        if (node.dtype() != DType.F32) {
            return Optional.empty();
        }
        return spelling(argument(node).map(List::of), Sigmoid::lower)
                .or(() -> spelling(pulledBack(node), Sigmoid::lowerPullBack))
                .or(() -> spelling(pulledBackByProduct(node), Sigmoid::lowerPullBackByProduct));
    }

    private static Optional<Spelling> spelling(Optional<List<Tensor>> operands, Lowering<Primitive> lowering) {
        return operands.map(found -> new Spelling(lowering, found));
    }

    private static String lower(Primitive p, Tensor y, List<String> x, ModelBuilder m) {
        return m.apply("Sigmoid", x.get(0));
    }

    private static String lowerPullBack(Primitive p, Tensor y, List<String> operands, ModelBuilder m) {
        String s = m.apply("Sigmoid", operands.get(1));
        return m.apply("Mul", operands.get(0), m.apply("Mul", s, m.apply("Sub", m.scalar(y.dtype(), 1), s)));
    }

    private static String lowerPullBackByProduct(Primitive p, Tensor y, List<String> operands, ModelBuilder m) {
        String x = operands.get(1);
        String s = m.apply("Sigmoid", x);
        String slope = m.apply("Mul", m.apply("Mul", x, s), m.apply("Sub", m.scalar(y.dtype(), 1), s));
        return m.apply("Mul", operands.get(0), m.apply("Add", s, slope));
    }

    /** Returns x of (1 + tanh(x/2)) / 2. */
    private static Optional<Tensor> argument(Tensor node) {
        return node.primitive() instanceof Binary.Add && isHalf(node.operands().get(1))
                ? halved(node.operands().get(0)).flatMap(Sigmoid::tanhOfHalf)
                : Optional.empty();
    }

    /** Returns g and x of (g/2 - g/2 tanh(x/2)^2) / 2. */
    private static Optional<List<Tensor>> pulledBack(Tensor node) {
        Optional<Tensor> difference = halved(node).filter(d -> d.primitive() instanceof Binary.Sub);
        if (difference.isEmpty()) {
            return Optional.empty();
        }
        Tensor halfOfG = difference.get().operands().get(0);
        Tensor product = difference.get().operands().get(1);
        if (!(product.primitive() instanceof Binary.Mul) || product.operands().get(0) != halfOfG) {
            return Optional.empty();
        }
        Tensor square = product.operands().get(1);
        if (!(square.primitive() instanceof Binary.Mul)
                || square.operands().get(0) != square.operands().get(1)) {
            return Optional.empty();
        }
        return halved(halfOfG).flatMap(g -> tanhOfHalf(square.operands().get(0)).map(x -> List.of(g, x)));
    }

    /** Returns g and x of g s(x) plus the pull-back of g x by s(x). */
    private static Optional<List<Tensor>> pulledBackByProduct(Tensor node) {
        if (!(node.primitive() instanceof Binary.Add)) {
            return Optional.empty();
        }
        Tensor product = node.operands().get(0);
        return pulledBack(node.operands().get(1)).flatMap(operands -> {
            Tensor gx = operands.get(0);
            Tensor x = operands.get(1);
            return gx.primitive() instanceof Binary.Mul
                            && gx.operands().get(1) == x
                            && product.primitive() instanceof Binary.Mul
                            && product.operands().get(0) == gx.operands().get(0)
                            && argument(product.operands().get(1)).equals(Optional.of(x))
                    ? Optional.of(List.of(gx.operands().get(0), x))
                    : Optional.empty();
        });
    }

    private static Optional<Tensor> tanhOfHalf(Tensor node) {
        return node.primitive() instanceof Unary.Tanh ? halved(node.operands().get(0)) : Optional.empty();
    }

    private static Optional<Tensor> halved(Tensor node) {
        return node.primitive() instanceof Binary.Mul && isHalf(node.operands().get(1))
                ? Optional.of(node.operands().get(0))
                : Optional.empty();
    }

    private static boolean isHalf(Tensor node) {
        if (node.primitive() instanceof Movement.Broadcast) {
            return isHalf(node.operands().get(0));
        }
        return node.primitive() instanceof Source.Constant constant
                && constant.value().size() == 1
                && constant.value().item() == 0.5;
    }
}
