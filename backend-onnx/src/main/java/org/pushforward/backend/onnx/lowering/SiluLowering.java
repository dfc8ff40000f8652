package org.pushforward.backend.onnx.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;

/**
 * The lowering of SiLU and its derivative to few operators. With n = -x and d = -1 - e^n they are n / d and g ((n + n / d) - 1) / d.
 *
 * <p>The engine's Sigmoid and QuickGelu have errors of up to 9e-8, which exceeds a sigmoid below -16. If x is the sum of a tensor and a
 * small broadcast one, such as the bias of a layer, n is computed as a difference and needs no separate pass.
 */
final class SiluLowering {
    private SiluLowering() {}

    /** Returns the emission of SiLU or its derivative from the terms of x, if x is such a sum. */
    static Optional<Emission> ofSum(Tensor node) {
        boolean gradient = node.primitive() instanceof Smooth.SiluGradient;
        if (!gradient && !(node.primitive() instanceof Smooth.Silu)) {
            return Optional.empty();
        }
        Tensor x = node.operands().get(gradient ? 1 : 0);
        if (!(x.primitive() instanceof Binary.Add)) {
            return Optional.empty();
        }
        List<Tensor> terms = ImplicitBroadcast.operands(x);
        int small = terms.get(0).shape().size() < x.shape().size() ? 0 : 1;
        if (terms.get(small).shape().size() == x.shape().size()) {
            return Optional.empty();
        }
        List<Tensor> operands = new ArrayList<>(node.operands().subList(0, gradient ? 1 : 0));
        operands.add(terms.get(small));
        operands.add(terms.get(1 - small));
        return Optional.of(new Emission(
                (p, y, values, m) -> {
                    List<String> sum = values.subList(values.size() - 2, values.size());
                    String negative = m.apply("Sub", m.apply("Neg", sum.get(0)), sum.get(1));
                    return gradient ? gradient(values.get(0), negative, y, m) : value(negative, y, m);
                },
                operands));
    }

    /** Adds SiLU of x. */
    static String silu(Smooth.Silu p, Tensor y, List<String> x, ModelBuilder m) {
        return value(m.apply("Neg", x.get(0)), y, m);
    }

    /** Adds the product of a cotangent with the derivative at x. */
    static String siluGradient(Smooth.SiluGradient p, Tensor node, List<String> x, ModelBuilder m) {
        return gradient(x.get(0), m.apply("Neg", x.get(1)), node, m);
    }

    private static String value(String negative, Tensor like, ModelBuilder m) {
        return m.apply("Div", negative, denominator(negative, like, m));
    }

    private static String gradient(String cotangent, String negative, Tensor like, ModelBuilder m) {
        String denominator = denominator(negative, like, m);
        String y = m.apply("Div", negative, denominator);
        String rest = m.apply("Sub", m.apply("Add", negative, y), m.scalar(like.dtype(), 1));
        return m.apply("Mul", cotangent, m.apply("Div", rest, denominator));
    }

    private static String denominator(String negative, Tensor like, ModelBuilder m) {
        return m.apply("Sub", m.scalar(like.dtype(), -1), m.apply("Exp", negative));
    }
}
