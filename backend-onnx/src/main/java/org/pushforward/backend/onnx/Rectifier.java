package org.pushforward.backend.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * The pull-back of a cotangent g by max(x, c x), where c is from 0 to 1 exclusive: g times 1, (1 + c) / 2 or c as x is
 * positive, zero or negative. As a product it is two or three operators; as the choices by which the rules of
 * differentiation share a cotangent among ties, it is five or twelve, and those that choose are the slowest there are.
 *
 * <p>The product of an infinity with zero is no number, so g must be a product of matrices or a convolution: were that
 * infinite, then so would be the gradients of parameters.
 *
 * @param g the cotangent
 * @param x where
 * @param slope c
 */
record Rectifier(Tensor g, Tensor x, double slope) {
    /** Large enough to tell every normal number from zero. */
    private static final float STEEP = 3e38f;

    /** Returns the cotangent that a node pulls back, if it is one, in float32. */
    static Optional<Rectifier> match(Tensor node) {
        if (node.dtype() != DType.F32) {
            return Optional.empty();
        }
        return Share.match(node)
                .filter(share -> number(share.b()).equals(OptionalDouble.of(0)))
                .map(share -> new Rectifier(share.g(), share.a(), 0))
                .or(() -> leaky(node))
                .filter(rectifier -> rectifier.g.primitive() instanceof Contraction);
    }

    /** Returns how max(x, 0) and max(x, c x) are said in one operator, of operand x, if a node is one of them, in float32. */
    static Optional<Spelling> activation(Tensor node) {
        if (!(node.primitive() instanceof Binary.Max) || node.dtype() != DType.F32) {
            return Optional.empty();
        }
        Tensor x = node.operands().get(0);
        Tensor other = node.operands().get(1);
        if (number(other).equals(OptionalDouble.of(0))) {
            return Optional.of(new Spelling((p, y, values, m) -> m.apply("Relu", values.get(0)), List.of(x)));
        }
        OptionalDouble c = factor(other, x);
        return c.isPresent() && c.getAsDouble() > 0 && c.getAsDouble() < 1
                ? Optional.of(new Spelling(
                        (p, y, values, m) ->
                                m.apply("LeakyRelu", Map.of("alpha", (float) c.getAsDouble()), values.get(0)),
                        List.of(x)))
                : Optional.empty();
    }

    /** Adds the operators to a model and returns the name of their result. */
    String write(String cotangent, String argument, ModelBuilder m) {
        float middle = (float) ((1 + slope) / 2);
        String step = m.apply("HardSigmoid", Map.of("alpha", STEEP, "beta", middle), argument);
        String factor = slope == 0 ? step : m.apply("Max", step, m.scalar(DType.F32, slope));
        return m.apply("Mul", cotangent, factor);
    }

    /** The share of x, and c times that of c x; where both are pulled back, the sum begins with the latter. */
    private static Optional<Rectifier> leaky(Tensor node) {
        if (!(node.primitive() instanceof Binary.Add)) {
            return Optional.empty();
        }
        Tensor left = node.operands().get(0);
        Tensor right = node.operands().get(1);
        Optional<Rectifier> once = both(Share.match(left), right);
        return once.isPresent() || !(left.primitive() instanceof Binary.Add)
                ? once
                : both(
                        Share.pulledBack(left.operands().get(1), right),
                        left.operands().get(0));
    }

    private static Optional<Rectifier> both(Optional<Share> ofX, Tensor rest) {
        return ofX.flatMap(share -> {
            OptionalDouble c = factor(share.b(), share.a());
            if (c.isEmpty() || c.getAsDouble() <= 0 || c.getAsDouble() >= 1) {
                return Optional.empty();
            }
            boolean after = factor(rest).equals(c);
            return Share.match(after ? rest.operands().get(0) : rest)
                    .filter(other -> other.a() == share.b() && other.b() == share.a())
                    .filter(other -> after
                            ? other.g() == share.g()
                            : factor(other.g(), share.g()).equals(c))
                    .map(other -> new Rectifier(share.g(), share.a(), c.getAsDouble()));
        });
    }

    /** The part of the cotangent g of max(a, b) that belongs to a. */
    private record Share(Tensor g, Tensor a, Tensor b) {

        static Optional<Share> match(Tensor node) {
            if (node.primitive() instanceof Binary.Add) {
                return pulledBack(node.operands().get(0), node.operands().get(1));
            }
            return node.primitive() instanceof Elementwise.Select ? chosen(node) : Optional.empty();
        }

        /** {@code a > b ? g : a == b ? g / 2 : 0}. */
        private static Optional<Share> chosen(Tensor node) {
            Tensor greater = node.operands().get(0);
            Tensor g = node.operands().get(1);
            Tensor rest = node.operands().get(2);
            boolean matches = greater.primitive() instanceof Comparison.Greater
                    && rest.primitive() instanceof Elementwise.Select
                    && isEqual(rest.operands().get(0), greater)
                    && isHalf(rest.operands().get(1), g)
                    && isZero(rest.operands().get(2));
            return matches ? Optional.of(of(g, greater)) : Optional.empty();
        }

        /** The pull-back of that, a sum: {@code a > b ? g : 0} and {@code (a == b ? (a > b ? 0 : g) : 0) / 2}. */
        static Optional<Share> pulledBack(Tensor whole, Tensor half) {
            if (!(whole.primitive() instanceof Elementwise.Select)
                    || !factor(half).equals(OptionalDouble.of(0.5))
                    || !(half.operands().get(0).primitive() instanceof Elementwise.Select)) {
                return Optional.empty();
            }
            Tensor greater = whole.operands().get(0);
            Tensor g = whole.operands().get(1);
            Tensor tie = half.operands().get(0);
            Tensor rest = tie.operands().get(1);
            boolean matches = greater.primitive() instanceof Comparison.Greater
                    && isZero(whole.operands().get(2))
                    && isEqual(tie.operands().get(0), greater)
                    && isZero(tie.operands().get(2))
                    && rest.primitive() instanceof Elementwise.Select
                    && rest.operands().get(0) == greater
                    && isZero(rest.operands().get(1))
                    && rest.operands().get(2) == g;
            return matches ? Optional.of(of(g, greater)) : Optional.empty();
        }

        private static Share of(Tensor g, Tensor greater) {
            return new Share(g, greater.operands().get(0), greater.operands().get(1));
        }

        private static boolean isEqual(Tensor node, Tensor greater) {
            return node.primitive() instanceof Comparison.Equal
                    && node.operands().equals(greater.operands());
        }

        private static boolean isHalf(Tensor node, Tensor g) {
            return factor(node, g).equals(OptionalDouble.of(0.5));
        }

        private static boolean isZero(Tensor node) {
            return number(node).equals(OptionalDouble.of(0));
        }
    }

    /** Returns c if the node is c x. */
    private static OptionalDouble factor(Tensor node, Tensor x) {
        return factor(node).isPresent() && node.operands().get(0) == x ? factor(node) : OptionalDouble.empty();
    }

    /** Returns c if the node is a product with the number c on the right. */
    private static OptionalDouble factor(Tensor node) {
        return node.primitive() instanceof Binary.Mul ? number(node.operands().get(1)) : OptionalDouble.empty();
    }

    /** Returns the number that a node is everywhere, if that is known. */
    private static OptionalDouble number(Tensor node) {
        if (node.primitive() instanceof Movement.Broadcast) {
            return number(node.operands().get(0));
        }
        return node.primitive() instanceof Source.Constant constant
                        && constant.value().size() == 1
                ? OptionalDouble.of(constant.value().item())
                : OptionalDouble.empty();
    }
}
