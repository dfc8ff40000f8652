package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * A value that training changes.
 *
 * @param path its path in the model, such as {@code coupling.3.conditioner.dense.0.weight}
 * @param tensor the leaf of the graph that stands for it
 * @param initializer its initial distribution
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Parameter(String path, Tensor tensor, Initializer initializer) {}
