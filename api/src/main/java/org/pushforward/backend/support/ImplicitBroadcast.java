package org.pushforward.backend.support;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Spares engines that broadcast by themselves the repetition of small operands.
 *
 * <p>In a graph, elementwise operands have one shape and repetition is a node of its own. Where an engine follows
 * NumPy's rule, it may take the operand from before the repetition.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class ImplicitBroadcast {
    private ImplicitBroadcast() {}

    /** Returns the operands of a node, taken from before their broadcast where the result has the same shape still. */
    public static List<Tensor> operands(Tensor node) {
        // The operands of a barrier are of any two shapes.
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
