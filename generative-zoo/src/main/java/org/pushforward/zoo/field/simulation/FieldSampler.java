package org.pushforward.zoo.field.simulation;

import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Draws fields exactly from their Gaussian distribution. */
public interface FieldSampler {

    /** Returns the shape of one field. */
    Shape shape();

    /**
     * Returns fields of shape [count, ...], float64. Field k depends only on the key and on k.
     *
     * @throws IllegalArgumentException if the count is negative, or too large for all fields to fit in one array
     */
    HostArray sample(int count, RandomKey key);
}
