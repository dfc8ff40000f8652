package org.pushforward.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/** Dense layers with an activation after each but the last. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Mlp implements Layer {
    private final List<Layer> layers = new ArrayList<>();

    /**
     * Declares the layers as {@code dense.0}, {@code dense.1}, ..., all uniform on [-1/sqrt(n), 1/sqrt(n)) for n inputs.
     *
     * @param widths the width of the input, of each hidden layer, and of the output
     */
    public Mlp(Scope scope, Activation activation, int... widths) {
        this(scope, activation, Initializer::fanIn, Initializer::fanIn, widths);
    }

    /**
     * Returns one that begins as the zero function: its last layer is zero, and the others keep the size of their input, so
     * that the last one finds features that are not nearly linear. With smaller ones a denoiser whose target has no linear
     * part does not leave zero for thousands of steps.
     */
    public static Mlp startingAtZero(Scope scope, Activation activation, int... widths) {
        return new Mlp(scope, activation, Initializer::variancePreserving, n -> Initializer.zeros(), widths);
    }

    private Mlp(
            Scope scope,
            Activation activation,
            IntFunction<Initializer> hidden,
            IntFunction<Initializer> last,
            int... widths) {
        if (widths.length < 2) {
            throw new IllegalArgumentException("widths of an Mlp: expected those of its input and output at least");
        }
        for (int i = 0; i + 1 < widths.length; i++) {
            boolean isLast = i + 2 == widths.length;
            Initializer initializer = (isLast ? last : hidden).apply(widths[i]);
            layers.add(new Dense(scope.child("dense").child(i), widths[i], widths[i + 1], initializer));
            if (!isLast) {
                layers.add(activation);
            }
        }
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor y = x;
        for (Layer layer : layers) {
            y = layer.apply(y);
        }
        return y;
    }
}
