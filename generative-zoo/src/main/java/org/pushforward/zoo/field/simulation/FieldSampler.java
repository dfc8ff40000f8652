package org.pushforward.zoo.field.simulation;

import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Draws fields from N(0, C), exactly. */
public interface FieldSampler {

    /** Returns the shape of one field. */
    Shape shape();

    /**
     * Returns fields of shape [count, ...], float64. Field k depends on the key and on k alone.
     *
     * @throws IllegalArgumentException if the count is negative, or so large that an array cannot hold the fields
     */
    HostArray sample(int count, RandomKey key);
}
