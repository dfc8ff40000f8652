package org.pushforward.graph;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Writes the derivatives of max(x, 0) and max(x, s x) as products with (1 + sign x) / 2, which is 1, 1/2 or 0.
 *
 * <p>They come as two choices by two comparisons, and some engines choose element by element with a branch, which costs many
 * times what a product does. The same is done where the derivative of the derivative chooses again. A cotangent that is infinite
 * becomes no number where it would have been dropped.
 */
public final class Gates implements Rewrite {
    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        Tensor kept = Rewrite.keep(node, operands);
        if (!kept.dtype().isFloating()) {
            return kept;
        }
        Optional<Tensor> product = Optional.empty();
        if (kept.primitive() instanceof Elementwise.Select) {
            product = share(kept);
        } else if (kept.primitive() instanceof Binary.Add) {
            Tensor left = kept.operands().get(0);
            Tensor right = kept.operands().get(1);
            product = sum(left, right).or(() -> sum(right, left));
        }
        return product.orElse(kept);
    }

    /** Recognises (a > b ? g : (a = b ? g/2 : 0)). */
    private static Optional<Tensor> share(Tensor node) {
        Tensor larger = node.operands().get(0);
        Tensor g = node.operands().get(1);
        Tensor tie = node.operands().get(2);
        boolean matches = tie.primitive() instanceof Elementwise.Select
                && isTie(tie.operands().get(0), larger)
                && isHalf(tie.operands().get(1), g)
                && isZero(tie.operands().get(2));
        return matches ? gate(larger).map(g::mul) : Optional.empty();
    }

    /** Recognises the adjoint in a sum, also with another summand on the left. */
    private static Optional<Tensor> sum(Tensor left, Tensor half) {
        if (!(left.primitive() instanceof Binary.Add)) {
            return adjoint(left, half);
        }
        Tensor a = left.operands().get(0);
        Tensor b = left.operands().get(1);
        return adjoint(a, half).map(b::add).or(() -> adjoint(b, half).map(a::add));
    }

    /** Recognises the adjoint of that, (a > b ? g : 0) + (a = b ? (a > b ? 0 : g) : 0) / 2. */
    private static Optional<Tensor> adjoint(Tensor whole, Tensor half) {
        if (!(whole.primitive() instanceof Elementwise.Select) || !(factor(half).equals(OptionalDouble.of(0.5)))) {
            return Optional.empty();
        }
        Tensor larger = whole.operands().get(0);
        Tensor g = whole.operands().get(1);
        Tensor tie = half.operands().get(0);
        if (!isZero(whole.operands().get(2)) || !(tie.primitive() instanceof Elementwise.Select)) {
            return Optional.empty();
        }
        Tensor rest = tie.operands().get(1);
        boolean matches = isTie(tie.operands().get(0), larger)
                && isZero(tie.operands().get(2))
                && rest.primitive() instanceof Elementwise.Select
                && rest.operands().get(0) == larger
                && isZero(rest.operands().get(1))
                && rest.operands().get(2) == g;
        return matches ? gate(larger).map(g::mul) : Optional.empty();
    }

    /** Returns what is 1 where a comparison a > b holds, 1/2 where a = b, and 0 elsewhere, if the sign of a - b is known. */
    private static Optional<Tensor> gate(Tensor larger) {
        if (!(larger.primitive() instanceof Comparison.Greater)) {
            return Optional.empty();
        }
        Tensor a = larger.operands().get(0);
        Tensor b = larger.operands().get(1);
        if (isZero(b) || isPart(b, a)) {
            return Optional.of(a.sign().mul(0.5).add(0.5));
        }
        return isZero(a) || isPart(a, b) ? Optional.of(b.sign().mul(-0.5).add(0.5)) : Optional.empty();
    }

    /** Returns whether one node is another one times a number between 0 and 1. */
    private static boolean isPart(Tensor node, Tensor whole) {
        OptionalDouble factor = factor(node);
        return factor.isPresent()
                && factor.getAsDouble() > 0
                && factor.getAsDouble() < 1
                && node.operands().get(0) == whole;
    }

    private static boolean isTie(Tensor node, Tensor larger) {
        return node.primitive() instanceof Comparison.Equal && node.operands().equals(larger.operands());
    }

    private static boolean isHalf(Tensor node, Tensor g) {
        OptionalDouble number = number(g);
        return number.isPresent()
                ? number(node).equals(OptionalDouble.of(0.5 * number.getAsDouble()))
                : factor(node).equals(OptionalDouble.of(0.5)) && node.operands().get(0) == g;
    }

    private static boolean isZero(Tensor node) {
        return number(node).equals(OptionalDouble.of(0));
    }

    private static OptionalDouble factor(Tensor node) {
        return node.primitive() instanceof Binary.Mul ? number(node.operands().get(1)) : OptionalDouble.empty();
    }

    /** Returns the number that a node holds everywhere, if that is known. */
    private static OptionalDouble number(Tensor node) {
        Tensor source =
                node.primitive() instanceof Movement.Broadcast ? node.operands().get(0) : node;
        return source.primitive() instanceof Source.Constant constant
                        && constant.value().size() == 1
                ? OptionalDouble.of(constant.value().item())
                : OptionalDouble.empty();
    }
}
