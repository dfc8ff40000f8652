package org.pushforward.random;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * A source of random numbers in a graph: a training step, a sampler's step and a {@link TracedKey} with a counter are one.
 *
 * <p>Each call gives numbers that no other call gives. Where they come from is the caller's business, so a model that asks for
 * noise runs with noise from the host, with noise drawn in the graph, and with noise that a test fixes.
 */
@Stability(Stability.Level.STABLE)
public interface Noise {

    /** Returns independent float32 numbers from N(0, 1). */
    Tensor normal(int... dims);

    /** Returns independent float32 numbers, uniform on [0, 1). */
    Tensor uniform(int... dims);
}
