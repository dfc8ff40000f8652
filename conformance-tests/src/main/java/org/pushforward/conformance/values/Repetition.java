package org.pushforward.conformance.values;

import java.util.List;
import org.pushforward.tensor.Shape;

/**
 * Two operands that are repeated to a common shape, which engines may do by themselves.
 *
 * @param left the shape of the first
 * @param right the shape of the second
 * @param result the common shape, which may be larger than the two need
 */
public record Repetition(Shape left, Shape right, Shape result) {
    public static final List<Repetition> EXAMPLES = List.of(
            of(Shape.scalar(), Shape.of(2, 3)),
            of(Shape.of(3, 1), Shape.of(1, 4)),
            of(Shape.of(3), Shape.of(2, 4, 3)),
            of(Shape.of(2, 1, 3), Shape.of(4, 1)),
            of(Shape.of(1), Shape.of(0, 3)),
            of(Shape.of(2, 1, 2, 1, 2, 1), Shape.of(1, 3, 1, 2, 1, 2)),
            new Repetition(Shape.scalar(), Shape.scalar(), Shape.of(2, 2)),
            new Repetition(Shape.of(3), Shape.of(1, 3), Shape.of(2, 4, 3)));

    private static Repetition of(Shape left, Shape right) {
        return new Repetition(left, right, left.broadcastWith(right));
    }

    @Override
    public String toString() {
        return left + " and " + right + " repeated to " + result;
    }
}
