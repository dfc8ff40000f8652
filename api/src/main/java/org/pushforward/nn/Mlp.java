package org.pushforward.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/** A multilayer perceptron: dense layers with an activation after each layer except the last. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Mlp implements Layer {
    private final List<Layer> layers = new ArrayList<>();

    /**
     * Declares the layers {@code dense.0},  {@code dense.1}, and so on. All are uniform on [-1/sqrt(n), 1/sqrt(n)),
     * where n is the number of inputs of the layer.
     *
     * @param widths the width of the input, of each hidden layer, and of the output
     */
    public Mlp(Scope scope, Activation activation, int... widths) {
        this(scope, activation, Initializer::fanIn, Initializer::fanIn, widths);
    }

    /**
     * Returns a perceptron that is the zero function at first. Its last layer is initialized with zeros. The other
     * layers preserve the variance of their input, so that their features are not nearly linear. With smaller weights,
     * a denoiser whose target has no linear part stays near zero for thousands of steps.
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
            throw new IllegalArgumentException(
                    "widths of an Mlp: expected at least the widths of its input and output");
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
