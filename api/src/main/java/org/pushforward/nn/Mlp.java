package org.pushforward.nn;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.graph.Tensor;

/** Dense layers with an activation after each but the last. */
public final class Mlp implements Layer {
    private final List<Layer> layers = new ArrayList<>();

    /**
     * Declares the layers as {@code dense.0}, {@code dense.1}, ...
     *
     * @param widths the width of the input, of each hidden layer, and of the output
     */
    public Mlp(Scope scope, Activation activation, int... widths) {
        this(scope, activation, false, widths);
    }

    private Mlp(Scope scope, Activation activation, boolean startAtZero, int... widths) {
        if (widths.length < 2) {
            throw new IllegalArgumentException("widths of an Mlp: expected those of its input and output at least");
        }
        for (int i = 0; i + 1 < widths.length; i++) {
            boolean last = i + 2 == widths.length;
            Initializer initializer = last && startAtZero ? Initializer.zeros() : Initializer.fanIn(widths[i]);
            layers.add(new Dense(scope.child("dense").child(i), widths[i], widths[i + 1], initializer));
            if (!last) {
                layers.add(activation);
            }
        }
    }

    /** Returns one whose last layer begins at zero, so that it starts as the zero function. */
    public static Mlp startingAtZero(Scope scope, Activation activation, int... widths) {
        return new Mlp(scope, activation, true, widths);
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
