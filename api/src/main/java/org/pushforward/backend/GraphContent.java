package org.pushforward.backend;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;

/**
 * The content of a graph, independent of its node objects. Graphs with equal content give equal programs: they have the
 * same primitives with the same attributes and bit-identical constants, in the same order, and inputs, states and
 * outputs with the same names and types, of which the same are batched. Equality is exact; the hash only speeds it up.
 * Immutable.
 */
final class GraphContent {
    /**
     * A node: its operation and the numbers of its operands.
     *
     * @param operation the primitive, or the content of a recomputed subgraph
     */
    private record NodeContent(Object operation, List<Integer> operands) {}

    /** A name in the graph and the number of its node. */
    private record NamedResult(String name, int node) {}

    private final List<Object> parts;
    private final int hash;

    private GraphContent(List<Object> parts) {
        this.parts = parts;
        this.hash = parts.hashCode();
    }

    /** Returns the content of a graph. */
    static GraphContent of(Graph graph) {
        Map<Tensor, Integer> numbers = new IdentityHashMap<>();
        List<NodeContent> steps = steps(graph.nodes(), numbers);
        List<Primitive> inputs = graph.inputs().stream().map(Tensor::primitive).toList();
        List<Primitive> states = graph.states().stream()
                .map(state -> state.current().primitive())
                .toList();
        List<Integer> successors =
                graph.states().stream().map(state -> numbers.get(state.next())).toList();
        List<Primitive> batched =
                graph.batched().stream().map(Tensor::primitive).toList();
        List<NamedResult> outputs = new ArrayList<>();
        graph.outputs().forEach((name, node) -> outputs.add(new NamedResult(name, numbers.get(node))));
        return new GraphContent(List.of(steps, inputs, states, successors, outputs, batched));
    }

    private static GraphContent of(Checkpoint checkpoint) {
        Map<Tensor, Integer> numbers = new IdentityHashMap<>();
        List<Tensor> roots = new ArrayList<>(checkpoint.inputs());
        roots.add(checkpoint.value());
        List<NodeContent> steps = steps(Topology.sort(roots), numbers);
        return new GraphContent(List.of(steps, roots.stream().map(numbers::get).toList()));
    }

    /** Numbers nodes in order and returns each as a step. */
    private static List<NodeContent> steps(Collection<Tensor> nodes, Map<Tensor, Integer> numbers) {
        List<NodeContent> steps = new ArrayList<>();
        for (Tensor node : nodes) {
            numbers.put(node, numbers.size());
            Object operation = node.primitive() instanceof Checkpoint checkpoint ? of(checkpoint) : node.primitive();
            steps.add(new NodeContent(
                    operation, node.operands().stream().map(numbers::get).toList()));
        }
        return steps;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GraphContent content && hash == content.hash && parts.equals(content.parts);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
