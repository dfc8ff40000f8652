package org.pushforward.nn;

import org.pushforward.graph.Tensor;

/** A function of one tensor. */
@FunctionalInterface
public interface Layer {

    /** Returns the value of the function. */
    Tensor apply(Tensor x);
}
