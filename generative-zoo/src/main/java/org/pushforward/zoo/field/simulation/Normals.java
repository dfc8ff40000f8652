package org.pushforward.zoo.field.simulation;

import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/** Draws float64 numbers from N(0, 1) with keys. */
public final class Normals {
    private Normals() {}

    /** Fills an array with independent numbers. */
    public static void fill(RandomKey key, double[] into) {
        SharedStateContinuousSampler sampler = ZigguratSampler.NormalizedGaussian.of(key.stream());
        for (int i = 0; i < into.length; i++) {
            into[i] = sampler.sample();
        }
    }

    /** Returns the total number of elements of some fields. */
    public static int length(int count, Shape shape) {
        long length = (long) count * shape.size();
        if (count < 0 || length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(count + " fields of shape " + shape + " have " + length
                    + " numbers: expected 0 to 2^31 - 9 in all; draw them in parts, each from a key of its own");
        }
        return (int) length;
    }
}
