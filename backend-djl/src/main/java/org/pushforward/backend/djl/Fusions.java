package org.pushforward.backend.djl;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.pushforward.backend.ImplicitBroadcast;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;

/**
 * Expressions of several nodes that libtorch computes in one pass over memory, which is what elementwise work costs.
 *
 * <p>Those for the sigmoid match how {@link Tensor#sigmoid} spells it, (1 + tanh(x/2)) / 2, and how the derivative of that
 * comes out; libtorch's own is the more accurate.
 */
final class Fusions {
    private Fusions() {}

    /**
     * Returns a shorter way to a node's value, if there is one.
     *
     * @param node the node
     * @param once whether a node serves one other only
     */
    static Optional<Step> of(Tensor node, Predicate<Tensor> once) {
        if (!node.dtype().isFloating()) {
            return Optional.empty();
        }
        if (node.primitive() instanceof Binary.Add) {
            return siluGradient(node)
                    .or(() -> sigmoid(node).map(x -> Step.of("sigmoid", x)))
                    .or(() -> affine(node))
                    .or(() -> either(node, (a, b) -> productPlus(a, b, once)))
                    .or(() -> either(node, (a, b) -> plusScaled(a, b, 1)))
                    .or(() -> either(node, (a, b) -> plusProduct(a, b, 1, once)));
        }
        if (node.primitive() instanceof Binary.Sub) {
            Tensor left = node.operands().get(0);
            Tensor right = node.operands().get(1);
            return tanhGradient(node)
                    .map(parts -> Step.of("tanh_backward", parts.cotangent(), parts.value()))
                    .or(() -> plusScaled(left, right, -1))
                    .or(() -> plusProduct(left, right, -1, once));
        }
        if (node.primitive() instanceof Binary.Mul) {
            return either(node, Fusions::silu);
        }
        return Optional.empty();
    }

    private record TanhGradient(Tensor cotangent, Tensor value) {}

    @FunctionalInterface
    private interface Rule {
        Optional<Step> apply(Tensor a, Tensor b);
    }

    /** Tries a rule on the operands of a commutative node in both orders. */
    private static Optional<Step> either(Tensor node, Rule rule) {
        Tensor left = node.operands().get(0);
        Tensor right = node.operands().get(1);
        return rule.apply(left, right).or(() -> rule.apply(right, left));
    }

    /** a x + b with numbers a and b. */
    private static Optional<Step> affine(Tensor node) {
        return either(node, (product, shift) -> {
            OptionalDouble b = number(shift);
            OptionalDouble a = factor(product);
            if (b.isEmpty() || a.isEmpty()) {
                return Optional.empty();
            }
            // The operator is b - alpha x.
            return Optional.of(Step.of(
                    "rsub",
                    List.of(scaled(product)),
                    ScriptWriter.number(b.getAsDouble()) + ", " + ScriptWriter.number(-a.getAsDouble())));
        });
    }

    /** a + sign c b with a number c. */
    private static Optional<Step> plusScaled(Tensor a, Tensor product, int sign) {
        OptionalDouble c = factor(product);
        return c.isEmpty()
                ? Optional.empty()
                : Optional.of(Step.of(
                        "add",
                        List.of(bare(a), scaled(product)),
                        "alpha=" + ScriptWriter.number(sign * c.getAsDouble())));
    }

    /** a + sign b c. */
    private static Optional<Step> plusProduct(Tensor a, Tensor product, int sign, Predicate<Tensor> once) {
        if (!(product.primitive() instanceof Binary.Mul) || !once.test(product)) {
            return Optional.empty();
        }
        List<Tensor> factors = ImplicitBroadcast.operands(product);
        return Optional.of(Step.of("addcmul", List.of(bare(a), factors.get(0), factors.get(1)), "value=" + sign));
    }

    /** A product of matrices and a row, the bias, that is added to each of its rows. */
    private static Optional<Step> productPlus(Tensor product, Tensor bias, Predicate<Tensor> once) {
        boolean plain = product.primitive() instanceof Contraction.Matmul matmul
                && !matmul.transposeLeft()
                && !matmul.transposeRight();
        return plain && product.shape().rank() == 2 && bare(bias) != bias && once.test(product)
                ? Optional.of(Step.of(
                        "addmm",
                        bare(bias),
                        product.operands().get(0),
                        product.operands().get(1)))
                : Optional.empty();
    }

    /** Returns x if a node is 0.5 tanh(0.5 x) + 0.5. */
    private static Optional<Tensor> sigmoid(Tensor node) {
        if (!(node.primitive() instanceof Binary.Add)) {
            return Optional.empty();
        }
        Tensor half = node.operands().get(0);
        return is(number(node.operands().get(1)), 0.5) && is(factor(half), 0.5)
                ? tanhOfHalf(scaled(half))
                : Optional.empty();
    }

    private static Optional<Tensor> tanhOfHalf(Tensor node) {
        if (!(node.primitive() instanceof Unary.Tanh)) {
            return Optional.empty();
        }
        Tensor half = node.operands().get(0);
        return is(factor(half), 0.5) ? Optional.of(scaled(half)) : Optional.empty();
    }

    /** x sigmoid(x). */
    private static Optional<Step> silu(Tensor x, Tensor gate) {
        return sigmoid(gate).filter(argument -> argument == x).map(argument -> Step.of("silu", x));
    }

    /** Recognises g - g y^2 where y is a hyperbolic tangent. */
    private static Optional<TanhGradient> tanhGradient(Tensor node) {
        Tensor g = node.operands().get(0);
        Tensor product = node.operands().get(1);
        if (!(product.primitive() instanceof Binary.Mul) || product.operands().get(0) != g) {
            return Optional.empty();
        }
        Tensor square = product.operands().get(1);
        if (!(square.primitive() instanceof Binary.Mul)
                || square.operands().get(0) != square.operands().get(1)) {
            return Optional.empty();
        }
        Tensor y = square.operands().get(0);
        return y.primitive() instanceof Unary.Tanh ? Optional.of(new TanhGradient(g, y)) : Optional.empty();
    }

    /** g sigmoid(x) + g x sigmoid'(x), the derivative of x sigmoid(x). */
    private static Optional<Step> siluGradient(Tensor node) {
        return either(node, (direct, throughGate) -> {
            Optional<Tensor> product = sigmoidGradient(throughGate);
            if (product.isEmpty() || !(direct.primitive() instanceof Binary.Mul)) {
                return Optional.empty();
            }
            return either(direct, (g, gate) -> sigmoid(gate)
                    .filter(x -> isProduct(product.get(), g, x) && sigmoidArgument(throughGate) == x)
                    .map(x -> Step.of("silu_backward", g, x)));
        });
    }

    /** Returns g if a node is 0.5 (h - h tanh(0.5 x)^2) with h = 0.5 g. */
    private static Optional<Tensor> sigmoidGradient(Tensor node) {
        if (!is(factor(node), 0.5) || !(scaled(node).primitive() instanceof Binary.Sub)) {
            return Optional.empty();
        }
        return tanhGradient(scaled(node))
                .filter(parts -> tanhOfHalf(parts.value()).isPresent() && is(factor(parts.cotangent()), 0.5))
                .map(parts -> scaled(parts.cotangent()));
    }

    private static Tensor sigmoidArgument(Tensor gradient) {
        return tanhGradient(scaled(gradient))
                .flatMap(parts -> tanhOfHalf(parts.value()))
                .orElseThrow();
    }

    private static boolean isProduct(Tensor node, Tensor a, Tensor b) {
        return node.primitive() instanceof Binary.Mul
                && (node.operands().equals(List.of(a, b)) || node.operands().equals(List.of(b, a)));
    }

    /** Returns the number by which a node multiplies, if it is a product with one on the right. */
    private static OptionalDouble factor(Tensor node) {
        return node.primitive() instanceof Binary.Mul ? number(node.operands().get(1)) : OptionalDouble.empty();
    }

    /** Returns what a product with a number on the right multiplies. */
    private static Tensor scaled(Tensor product) {
        return product.operands().get(0);
    }

    /** Returns the number that a node holds everywhere, if that is known. */
    private static OptionalDouble number(Tensor node) {
        Primitive source = bare(node).primitive();
        return source instanceof Source.Constant constant && constant.value().size() == 1
                ? OptionalDouble.of(constant.value().item())
                : OptionalDouble.empty();
    }

    private static boolean is(OptionalDouble number, double value) {
        return number.isPresent() && number.getAsDouble() == value;
    }

    /** Returns an operand from before its repetition; the others must have the shape of the result. */
    private static Tensor bare(Tensor operand) {
        return operand.primitive() instanceof Movement.Broadcast
                ? operand.operands().get(0)
                : operand;
    }
}
