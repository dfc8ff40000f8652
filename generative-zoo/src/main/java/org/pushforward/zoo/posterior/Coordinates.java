package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Observes a range of coordinates, (x_from, ..., x_(to - 1)), of samples of shape [n, d].
 *
 * @param from the first coordinate, from 0
 * @param to the end of the range, exclusive
 */
public record Coordinates(int from, int to) implements ObservationOperator {
    /** Refuses an empty range. */
    public Coordinates {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "coordinates from " + from + " to " + to + ": expected 0 <= from < to, with to exclusive");
        }
    }

    @Override
    public Shape shape() {
        return Shape.of(to - from);
    }

    @Override
    public Tensor apply(Tensor x) {
        return x.slice(1, from, to);
    }
}
