package org.pushforward.graph.pass;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;

/** Merges nodes that apply equal primitives to the same operands. An instance serves one graph. */
final class CommonSubexpressions implements Rewrite {
    private record Expression(Primitive primitive, List<Tensor> operands) {}

    private final Map<Expression, Tensor> known = new HashMap<>();

    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        if (node.primitive() instanceof Source.Input) {
            return node;
        }
        return known.computeIfAbsent(new Expression(node.primitive(), operands), same -> Rewrite.keep(node, operands));
    }
}
