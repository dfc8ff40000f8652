package org.pushforward.backend.support;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Finds operands that need no explicit broadcast on engines that broadcast implicitly.
 *
 * <p>In a graph, elementwise operands all have the same shape, and a broadcast is a separate node. An engine that
 * follows NumPy's rule can use the operand of the broadcast instead.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class ImplicitBroadcast {
    private ImplicitBroadcast() {}

    /** Returns the operands of a node, skipping broadcasts that do not change the shape of the result. */
    public static List<Tensor> operands(Tensor node) {
        // The operands of a barrier may have different shapes.
        boolean broadcasts =
                node.primitive() instanceof Elementwise && !(node.primitive() instanceof Elementwise.Barrier);
        if (!broadcasts || node.operands().size() < 2) {
            return node.operands();
        }
        List<Tensor> sources = node.operands().stream()
                .map(operand -> operand.primitive() instanceof Movement.Broadcast
                        ? operand.operands().get(0)
                        : operand)
                .toList();
        Shape shape = sources.stream().map(Tensor::shape).reduce(Shape.scalar(), Shape::broadcastWith);
        return shape.equals(node.shape()) ? sources : node.operands();
    }
}
