package org.pushforward.backend.djl.script;

import static org.pushforward.backend.djl.script.Torch.call;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * The lowering of {@link Rectified.LeakyReluGradient}: g times 1 where x is positive, g times c elsewhere, and NaN
 * where x is NaN. libtorch's own operators treat a NaN like a number on one side of zero.
 */
final class Rectifier {
    private Rectifier() {}

    /** Returns the derivative at x times the cotangent, computed in the memory of the derivative. */
    static String pullBack(Rectified.LeakyReluGradient p, Tensor node, ScriptWriter s) {
        String step = s.let(step(node, s));
        return call("mul_", step, s.name(node.operands().get(0)));
    }

    /** Returns the same if the cotangent is a matrix product; the result is computed in the memory of the product. */
    static Optional<ScriptStep> ofProduct(Tensor node, Predicate<Tensor> once) {
        Tensor product = node.operands().get(0);
        boolean matches = product.primitive() instanceof Contraction.Matmul
                && product.shape().rank() == 2
                && once.test(product);
        if (!matches) {
            return Optional.empty();
        }
        Tensor x = node.operands().get(1);
        return Optional.of(new ScriptStep(
                List.of(product.operands().get(0), product.operands().get(1), x), s -> {
                    String gradient = s.let(TorchLowerings.lower(product, s));
                    return call("mul_", gradient, s.let(step(node, s)));
                }));
    }

    private static String step(Tensor node, ScriptWriter s) {
        double slope = ((Rectified.LeakyReluGradient) node.primitive()).slope();
        return bounded(s.name(node.operands().get(1)), node.dtype(), slope, s);
    }

    /** Returns the larger of the sign of x and {@code least}. */
    static String bounded(String x, DType dtype, double least, ScriptWriter s) {
        // Large enough to scale every normal number beyond 1.
        double steep = dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
        String far = s.let(call("mul", x, ScriptWriter.number(steep)));
        return call("clamp_", far, ScriptWriter.number(least), ScriptWriter.number(1));
    }
}
