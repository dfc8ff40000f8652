package org.pushforward.backend.onnx.lowering;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** The lowering of {@link Rectified} to few operators. */
final class ReluLowering {
    /** The slope that makes HardSigmoid a step function for normal numbers. */
    private static final float STEEP = 3e38f;

    private ReluLowering() {}

    /** Returns the single operator on x that computes max(x, 0) or max(x, c x), if a node is one of these in float32. */
    static Optional<Emission> activation(Tensor node) {
        if (!(node.primitive() instanceof Binary.Max) || node.dtype() != DType.F32) {
            return Optional.empty();
        }
        Tensor x = node.operands().get(0);
        Tensor other = node.operands().get(1);
        if (number(other).equals(OptionalDouble.of(0))) {
            return Optional.of(new Emission((p, y, values, m) -> m.apply("Relu", values.get(0)), List.of(x)));
        }
        OptionalDouble c = factor(other, x);
        return c.isPresent() && c.getAsDouble() > 0 && c.getAsDouble() < 1
                ? Optional.of(new Emission(
                        (p, y, values, m) ->
                                m.apply("LeakyRelu", Map.of("alpha", (float) c.getAsDouble()), values.get(0)),
                        List.of(x)))
                : Optional.empty();
    }

    /** Adds the product of a cotangent and the derivative at an argument, and returns the name of the result. */
    static String pullBack(Rectified.LeakyReluGradient p, String cotangent, String argument, ModelBuilder m) {
        String step = m.apply("HardSigmoid", Map.of("alpha", STEEP, "beta", (float) p.slope()), argument);
        String factor = p.slope() == 0 ? step : m.apply("Max", step, m.scalar(DType.F32, p.slope()));
        return m.apply("Mul", cotangent, factor);
    }

    /** Returns c if the node is c x. */
    private static OptionalDouble factor(Tensor node, Tensor x) {
        return node.primitive() instanceof Binary.Mul && node.operands().get(0) == x
                ? number(node.operands().get(1))
                : OptionalDouble.empty();
    }

    /** Returns the value of a node that is known to be uniform. */
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
