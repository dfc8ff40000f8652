package org.pushforward.graph.pass;

import java.util.function.Predicate;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;

/**
 * What is done to every graph before a backend sees it: bounding of positions, simplification, folding of known numbers, moving of transposes
 * into products, parts taken from before they were joined, merging of common subexpressions. Dead nodes are gone because a graph holds only what it needs.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Passes {
    private Passes() {}

    /** Returns a program that computes the same with fewer nodes, in which every composite is expanded. */
    public static Graph optimize(Graph graph) {
        return optimize(graph, composite -> false);
    }

    /**
     * Returns a program that computes the same with fewer nodes.
     *
     * @param graph the program
     * @param kept which composite nodes keep their name; the others are expanded
     */
    public static Graph optimize(Graph graph, Predicate<Tensor> kept) {
        // Before anything is folded, so that what the caller wrote as a constant is told from what was computed.
        Graph expanded = simplify(bounded(graph)).rewrite(new Expansion(kept.negate()));
        return simplify(bounded(expanded));
    }

    private static Graph bounded(Graph graph) {
        return graph.rewrite(new BoundedPositions(graph));
    }

    private static Graph simplify(Graph graph) {
        Graph simpler =
                graph.rewrite(new Splicing()).rewrite(new Simplification()).rewrite(new CommonSubexpressions());
        // A simplification may open another one; two rounds reach the end on every graph that models make.
        return simpler.rewrite(new Simplification()).rewrite(new CommonSubexpressions());
    }
}
