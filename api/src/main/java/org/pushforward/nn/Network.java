package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;

/** A function of a tensor and of what it is conditioned on. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Network {

    /** Returns the value of the function for each row. */
    Tensor apply(Tensor x, Context context);

    /** Returns the network that is a layer and sees no context. */
    static Network of(Layer layer) {
        return (x, context) -> layer.apply(x);
    }
}
