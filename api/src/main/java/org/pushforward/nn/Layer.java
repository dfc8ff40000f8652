package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/** A function of one tensor. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Layer {

    /** Returns the value of the function. */
    Tensor apply(Tensor x);
}
