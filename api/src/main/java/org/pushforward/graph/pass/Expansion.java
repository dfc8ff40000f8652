package org.pushforward.graph.pass;

import java.util.List;
import java.util.function.Predicate;
import org.pushforward.Stability;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Tensor;

/**
 * Replaces composites by their expansions.
 *
 * @param expanded which of the composite nodes to expand
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
        // An expansion may contain composites that must be expanded too.
        List<Tensor> inner = apply(List.of(composite.expand(inputs)));
        return Composite.substitute(inner, inputs, operands).get(0);
    }
}
