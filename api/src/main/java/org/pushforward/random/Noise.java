package org.pushforward.random;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * A source of random numbers in a graph, such as a training step, a sampler's step, or a {@link TracedKey} with a counter.
 *
 * <p>Each call returns new numbers. The caller decides where they come from, so the same model works with noise from the host, noise drawn
 * in the graph, or noise fixed by a test.
 */
@Stability(Stability.Level.STABLE)
public interface Noise {

    /** Returns independent float32 numbers from N(0, 1). */
    Tensor normal(int... dims);

    /** Returns independent float32 numbers, uniform on [0, 1). */
    Tensor uniform(int... dims);
}
