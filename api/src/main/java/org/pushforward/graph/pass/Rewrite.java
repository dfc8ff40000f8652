package org.pushforward.graph.pass;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.graph.TraceException;
import org.pushforward.graph.Tracing;

/** A rule that replaces each node after its operands have been replaced. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Rewrite {

    /**
     * Returns the replacement of a node.
     *
     * @param node the original node
     * @param operands its operands after rewriting
     */
    Tensor rewrite(Tensor node, List<Tensor> operands);

    /**
     * Returns the node itself if its operands did not change, and otherwise the same primitive with the new operands.
     */
    static Tensor keep(Tensor node, List<Tensor> operands) {
        // Operands are compared by identity, which is Tensor's equality.
        return operands.equals(node.operands()) ? node : Tensor.of(node.primitive(), operands);
    }

    /** Returns the rewritten roots. Nodes that they no longer depend on are dropped. */
    default List<Tensor> apply(List<Tensor> roots) {
        Map<Tensor, Tensor> successors = new IdentityHashMap<>();
        for (Tensor node : Topology.sort(roots)) {
            Tracing.check();
            List<Tensor> operands =
                    node.operands().stream().map(successors::get).toList();
            successors.put(node, rewrite(node, operands));
        }
        return roots.stream().map(successors::get).toList();
    }

    /**
     * Returns the rule that replaces tensors by others, such as parameters by their current values. Types must agree.
     */
    static Rewrite substitution(Map<Tensor, Tensor> replacements) {
        replacements.forEach((from, to) -> {
            if (!from.type().equals(to.type())) {
                throw new TraceException("substitution of " + from, List.of(to.type()), "expected " + from.type());
            }
        });
        return (node, operands) -> {
            Tensor replacement = replacements.get(node);
            return replacement != null ? replacement : keep(node, operands);
        };
    }
}
