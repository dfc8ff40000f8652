package org.pushforward.backend.djl.script;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;

/**
 * Expressions of several nodes that libtorch computes in one pass over memory, which is the cost of elementwise
 * operations.
 */
final class TorchFusions {
    private TorchFusions() {}

    /**
     * Returns a fused computation of a node, if there is one.
     *
     * @param node the node
     * @param once whether a node is used only once
     */
    static Optional<ScriptStep> of(Tensor node, Predicate<Tensor> once) {
        if (!node.dtype().isFloating()) {
            return Optional.empty();
        }
        if (node.primitive() instanceof Binary.Add) {
            return affine(node)
                    .or(() -> either(node, (a, b) -> productPlus(a, b, once)))
                    .or(() -> either(node, (a, b) -> convolutionPlus(a, b, once)))
                    .or(() -> either(node, TorchFusions::between))
                    .or(() -> either(node, (a, b) -> plusScaled(a, b, 1)))
                    .or(() -> either(node, (a, b) -> plusProduct(a, b, 1, once)));
        }
        if (node.primitive() instanceof Rectified.LeakyReluGradient) {
            return Rectifier.ofProduct(node, once);
        }
        if (node.primitive() instanceof Binary.Max) {
            return either(node, TorchFusions::leaky);
        }
        if (node.primitive() instanceof Binary.Sub) {
            Tensor left = node.operands().get(0);
            Tensor right = node.operands().get(1);
            return plusScaled(left, right, -1).or(() -> plusProduct(left, right, -1, once));
        }
        return Optional.empty();
    }

    @FunctionalInterface
    interface FusionRule {
        Optional<ScriptStep> apply(Tensor a, Tensor b);
    }

    /** Tries a rule on the operands of a commutative node in both orders. */
    static Optional<ScriptStep> either(Tensor node, FusionRule rule) {
        Tensor left = node.operands().get(0);
        Tensor right = node.operands().get(1);
        return rule.apply(left, right).or(() -> rule.apply(right, left));
    }

    /** max(x, s x) with a number s between 0 and 1. */
    private static Optional<ScriptStep> leaky(Tensor x, Tensor part) {
        OptionalDouble s = factor(part);
        return s.isPresent() && s.getAsDouble() > 0 && s.getAsDouble() < 1 && scaled(part) == x
                ? Optional.of(ScriptStep.of("leaky_relu", List.of(x), ScriptWriter.number(s.getAsDouble())))
                : Optional.empty();
    }

    /** a x + b with numbers a and b. */
    private static Optional<ScriptStep> affine(Tensor node) {
        return either(node, (product, shift) -> {
            OptionalDouble b = number(shift);
            OptionalDouble a = factor(product);
            if (b.isEmpty() || a.isEmpty()) {
                return Optional.empty();
            }
            // The operator is b - alpha x.
            return Optional.of(ScriptStep.of(
                    "rsub",
                    List.of(scaled(product)),
                    ScriptWriter.number(b.getAsDouble()) + ", " + ScriptWriter.number(-a.getAsDouble())));
        });
    }

    /** a + c (b - a) with a number c below 1/2, for which libtorch computes it by the same formula. */
    private static Optional<ScriptStep> between(Tensor a, Tensor product) {
        OptionalDouble c = factor(product);
        boolean matches = c.isPresent()
                && Math.abs(c.getAsDouble()) < 0.5
                && scaled(product).primitive() instanceof Binary.Sub
                && scaled(product).operands().get(1) == a
                && scaled(product).operands().get(0).shape().equals(a.shape());
        return matches
                ? Optional.of(ScriptStep.of(
                        "lerp", List.of(a, scaled(product).operands().get(0)), ScriptWriter.number(c.getAsDouble())))
                : Optional.empty();
    }

    /** a + sign c b with a number c. */
    private static Optional<ScriptStep> plusScaled(Tensor a, Tensor product, int sign) {
        OptionalDouble c = factor(product);
        return c.isEmpty()
                ? Optional.empty()
                : Optional.of(ScriptStep.of(
                        "add",
                        List.of(bare(a), scaled(product)),
                        "alpha=" + ScriptWriter.number(sign * c.getAsDouble())));
    }

    /** a + sign b c. */
    private static Optional<ScriptStep> plusProduct(Tensor a, Tensor product, int sign, Predicate<Tensor> once) {
        if (!(product.primitive() instanceof Binary.Mul) || !once.test(product)) {
            return Optional.empty();
        }
        List<Tensor> factors = ImplicitBroadcast.operands(product);
        return Optional.of(ScriptStep.of("addcmul", List.of(bare(a), factors.get(0), factors.get(1)), "value=" + sign));
    }

    /** A matrix product plus a bias that is added to each of its rows. */
    private static Optional<ScriptStep> productPlus(Tensor product, Tensor bias, Predicate<Tensor> once) {
        boolean plain = product.primitive() instanceof Contraction.Matmul matmul
                && !matmul.transposeLeft()
                && !matmul.transposeRight();
        return plain && product.shape().rank() == 2 && bare(bias) != bias && once.test(product)
                ? Optional.of(ScriptStep.of(
                        "addmm",
                        bare(bias),
                        product.operands().get(0),
                        product.operands().get(1)))
                : Optional.empty();
    }

    /** A convolution plus a bias for each of its channels. */
    private static Optional<ScriptStep> convolutionPlus(Tensor product, Tensor bias, Predicate<Tensor> once) {
        Tensor channels = bare(bias);
        boolean matches = product.primitive() instanceof Contraction.Conv2d
                && once.test(product)
                && !Contractions.overNothing(product)
                && channels != bias
                && channels.primitive() instanceof Movement.Reshape
                && channels.operands().get(0).shape().rank() == 1
                && channels.shape().rank() >= 3
                && channels.dim(-3) == product.dim(1)
                && channels.shape().size() == product.dim(1);
        if (!matches) {
            return Optional.empty();
        }
        Tensor vector = channels.operands().get(0);
        return Optional.of(new ScriptStep(
                List.of(product.operands().get(0), product.operands().get(1), vector),
                script -> Contractions.conv2d(product, script.name(vector), script)));
    }

    /** Returns the factor of a node that multiplies by a number on the right. */
    static OptionalDouble factor(Tensor node) {
        return node.primitive() instanceof Binary.Mul ? number(node.operands().get(1)) : OptionalDouble.empty();
    }

    /** Returns the operand that a product with a number on the right multiplies. */
    private static Tensor scaled(Tensor product) {
        return product.operands().get(0);
    }

    /** Returns the value of a node that is known to be uniform. */
    static OptionalDouble number(Tensor node) {
        Primitive source = bare(node).primitive();
        return source instanceof Source.Constant constant && constant.value().size() == 1
                ? OptionalDouble.of(constant.value().item())
                : OptionalDouble.empty();
    }

    /**
     * Returns the operand of a broadcast, or the operand itself; the other operands must have the shape of the result.
     */
    private static Tensor bare(Tensor operand) {
        return operand.primitive() instanceof Movement.Broadcast
                ? operand.operands().get(0)
                : operand;
    }
}
