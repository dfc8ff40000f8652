package org.pushforward.graph.pass;

import java.util.function.Predicate;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;

/**
 * The rewrites of every graph before a backend compiles it: bounding positions, simplification, constant folding, fusing
 * transposes into matrix products, slicing the parts of a concatenation directly, and merging common subexpressions. Dead nodes
 * need no pass, because a graph contains only what its outputs and states depend on.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Passes {
    private Passes() {}

    /** Returns an equivalent program with fewer nodes, in which every composite is expanded. */
    public static Graph optimize(Graph graph) {
        return optimize(graph, composite -> false);
    }

    /**
     * Returns an equivalent program with fewer nodes.
     *
     * @param graph the program
     * @param kept which composite nodes are kept; the others are expanded
     */
    public static Graph optimize(Graph graph, Predicate<Tensor> kept) {
        // Bound positions before constant folding, to distinguish the caller's constants from computed values.
        Graph expanded = simplify(bounded(graph)).rewrite(new Expansion(kept.negate()));
        return simplify(bounded(expanded));
    }

    private static Graph bounded(Graph graph) {
        return graph.rewrite(new BoundedPositions(graph));
    }

    private static Graph simplify(Graph graph) {
        Graph simpler =
                graph.rewrite(new Splicing()).rewrite(new Simplification()).rewrite(new CommonSubexpressions());
        // One simplification may enable another. Two rounds reach a fixed point on every graph that our models make.
        return simpler.rewrite(new Simplification()).rewrite(new CommonSubexpressions());
    }
}
