package org.pushforward.backend.djl.script;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;

/**
 * A sum with a multiple of a sign in float32 on a CPU, such as a step of an optimizer in the direction of a sign. It takes two passes, the
 * sign alone would take as many: x is limited to the smallest normal number, and the sum scales this limit to 1. So the signs of normal
 * numbers, zeros, infinities and NaN are exact.
 */
final class AddedSign {
    /** The smallest normal number, whose reciprocal is a number, too. */
    private static final double LIMIT = Float.MIN_NORMAL;

    private AddedSign() {}

    /**
     * Returns the computation of a node that is such a sum.
     *
     * @param node the node
     * @param own whether a node is only used once, and its memory may be overwritten
     */
    static Optional<ScriptStep> of(Tensor node, Predicate<Tensor> own) {
        if (node.primitive() instanceof Binary.Add) {
            return TorchFusions.either(node, (a, product) -> sum(a, product, 1, own));
        }
        return node.primitive() instanceof Binary.Sub
                ? sum(node.operands().get(0), node.operands().get(1), -1, own)
                : Optional.empty();
    }

    /** a + s sign(x) c, where s is 1 or -1. */
    private static Optional<ScriptStep> sum(Tensor a, Tensor product, int s, Predicate<Tensor> own) {
        List<Tensor> factors = ImplicitBroadcast.operands(product);
        boolean matches = product.primitive() instanceof Binary.Mul
                && own.test(product)
                && factors.get(0).primitive() instanceof Unary.Sign
                && own.test(factors.get(0));
        if (!matches) {
            return Optional.empty();
        }
        Tensor x = factors.get(0).operands().get(0);
        Tensor c = factors.get(1);
        String limiting = own.test(x) ? "clamp_" : "clamp";
        return Optional.of(new ScriptStep(List.of(a, x, c), script -> {
            String limited = script.let(Torch.call(limiting, script.name(x), -LIMIT, LIMIT));
            // libtorch multiplies by the value first, so the product with c is never subnormal.
            return Torch.call("addcmul", script.name(a), limited, script.name(c), "value=" + s / LIMIT);
        }));
    }
}
