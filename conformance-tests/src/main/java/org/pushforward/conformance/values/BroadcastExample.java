package org.pushforward.conformance.values;

import java.util.List;
import org.pushforward.tensor.Shape;

/**
 * Two operands that are broadcast to a common shape; some engines broadcast on their own instead.
 *
 * @param left the shape of the first operand
 * @param right the shape of the second operand
 * @param result the common shape, which may be larger than necessary
 */
public record BroadcastExample(Shape left, Shape right, Shape result) {
    /** Every way in which two shapes can differ, and common shapes that are larger than necessary. */
    public static final List<BroadcastExample> ALL = List.of(
            of(Shape.scalar(), Shape.of(2, 3)),
            of(Shape.of(3, 1), Shape.of(1, 4)),
            of(Shape.of(3), Shape.of(2, 4, 3)),
            of(Shape.of(2, 1, 3), Shape.of(4, 1)),
            of(Shape.of(1), Shape.of(0, 3)),
            of(Shape.of(2, 1, 2, 1, 2, 1), Shape.of(1, 3, 1, 2, 1, 2)),
            new BroadcastExample(Shape.scalar(), Shape.scalar(), Shape.of(2, 2)),
            new BroadcastExample(Shape.of(3), Shape.of(1, 3), Shape.of(2, 4, 3)));

    private static BroadcastExample of(Shape left, Shape right) {
        return new BroadcastExample(left, right, left.broadcastWith(right));
    }

    @Override
    public String toString() {
        return left + " and " + right + " repeated to " + result;
    }
}
