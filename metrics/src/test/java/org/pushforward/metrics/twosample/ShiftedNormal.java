package org.pushforward.metrics.twosample;

import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Samples of normal distributions in the plane whose mean has a first coordinate only. */
final class ShiftedNormal {
    private ShiftedNormal() {}

    static HostArray normal(RandomKey key, int count, double shift) {
        double[] values = key.normal(Shape.of(count, 2)).toDoubles();
        for (int i = 0; i < values.length; i += 2) {
            values[i] += shift;
        }
        return HostArray.wrap(Shape.of(count, 2), values);
    }
}
