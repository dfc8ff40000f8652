package org.pushforward.graph.pass;

import java.util.List;
import java.util.function.Predicate;
import org.pushforward.Stability;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Tensor;

/**
 * Puts what composites stand for in their place.
 *
 * @param expanded which nodes are expanded, of those that are composites
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Expansion(Predicate<Tensor> expanded) implements Rewrite {
    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        Tensor kept = Rewrite.keep(node, operands);
        if (!(node.primitive() instanceof Composite composite) || !expanded.test(kept)) {
            return kept;
        }
        List<Tensor> inputs =
                Composite.inputs(operands.stream().map(Tensor::type).toList());
        // What an expansion is made of may be expanded in its turn.
        List<Tensor> inner = apply(List.of(composite.expand(inputs)));
        return Composite.substitute(inner, inputs, operands).get(0);
    }
}
