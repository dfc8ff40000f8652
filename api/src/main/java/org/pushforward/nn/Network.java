package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;

/** A function of a tensor and a context. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Network {

    /** Returns the value of the function for each row. */
    Tensor apply(Tensor x, Context context);

    /** Returns a layer as a network that ignores the context. */
    static Network of(Layer layer) {
        return (x, context) -> layer.apply(x);
    }
}
