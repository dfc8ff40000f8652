package org.pushforward.graph;

import java.util.List;
import org.pushforward.tensor.Shape;

/**
 * Puts repetition and new shapes behind arithmetic: f(broadcast(a), broadcast(b)) is broadcast(f(a, b)) where a and b together have
 * fewer elements, and f(reshape(a), reshape(b)) is reshape(f(a, b)). So weights of samples are computed once a sample, and a sum of
 * many reshaped terms is reshaped once.
 */
final class Postponement implements Rewrite {
    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        Tensor kept = Rewrite.keep(node, operands);
        // A barrier's second operand has a shape of its own.
        if (!(node.primitive() instanceof Elementwise) || node.primitive() instanceof Elementwise.Barrier) {
            return kept;
        }
        if (operands.stream().allMatch(x -> x.primitive() instanceof Movement.Broadcast)) {
            return repeated(kept);
        }
        boolean reshaped =
                operands.size() > 1 && operands.stream().allMatch(x -> x.primitive() instanceof Movement.Reshape);
        return reshaped ? reshaped(kept) : kept;
    }

    private static Tensor repeated(Tensor node) {
        List<Tensor> sources = sources(node);
        Shape least = sources.stream().map(Tensor::shape).reduce(Shape.scalar(), Shape::broadcastWith);
        if (least.size() >= node.shape().size()) {
            return node;
        }
        List<Tensor> operands =
                sources.stream().map(source -> source.broadcastTo(least)).toList();
        return Tensor.of(node.primitive(), operands).broadcastTo(node.shape());
    }

    private static Tensor reshaped(Tensor node) {
        List<Tensor> sources = sources(node);
        boolean alike = sources.stream().map(Tensor::shape).distinct().count() == 1;
        return alike ? Tensor.of(node.primitive(), sources).reshape(node.shape()) : node;
    }

    private static List<Tensor> sources(Tensor node) {
        return node.operands().stream()
                .map(operand -> operand.operands().get(0))
                .toList();
    }
}
