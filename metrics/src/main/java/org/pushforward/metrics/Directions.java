package org.pushforward.metrics;

import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Directions in space: each row of an array is a unit vector. */
public final class Directions {
    private Directions() {}

    /**
     * Returns independent directions, uniform on the unit sphere, as f64[count, dimension]. Each is a normal vector divided by its
     * length.
     *
     * @throws IllegalArgumentException if count or dimension is less than 1
     */
    public static HostArray uniform(RandomKey key, int count, int dimension) {
        if (count < 1 || dimension < 1) {
            throw new IllegalArgumentException(
                    count + " directions in " + dimension + " dimensions: expected 1 or more of both");
        }
        double[] values = key.normal(Shape.of(count, dimension)).toDoubles();
        for (int row = 0; row < count; row++) {
            double squares = 0;
            for (int i = row * dimension; i < (row + 1) * dimension; i++) {
                squares += values[i] * values[i];
            }
            for (int i = row * dimension; i < (row + 1) * dimension; i++) {
                values[i] /= Math.sqrt(squares);
            }
        }
        return HostArray.wrap(Shape.of(count, dimension), values);
    }
}
