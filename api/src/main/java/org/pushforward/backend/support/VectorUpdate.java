package org.pushforward.backend.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pushforward.Stability;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * An elementwise update of state vectors with the same length, such as the update of parameters and moments by any optimizer or average.
 * Each part of the vectors can be updated independently, so an engine may work in pieces, on several threads, in the cache, and in place.
 *
 * @param states the states to replace
 * @param nodes the nodes to compute, each after its operands: the successors of the states, and nodes that only these need
 * @param vectors the other vectors that nodes read, such as the gradient
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record VectorUpdate(List<Graph.State> states, List<Tensor> nodes, List<Tensor> vectors) {
    /** Copies the lists. */
    public VectorUpdate {
        states = List.copyOf(states);
        nodes = List.copyOf(nodes);
        vectors = List.copyOf(vectors);
    }

    /** Returns the updates of a graph. Different updates share no states, and no update reads anything that depends on its own results. */
    public static List<VectorUpdate> of(Graph graph) {
        return new Search(graph).updates();
    }

    /**
     * Returns positions where cutting the vectors pays off, from 0 to their length: before and after each large part that a vector is
     * concatenated from. Adjacent small parts stay together.
     *
     * @param large the minimum number of elements of a large part
     */
    public List<Integer> limits(int large) {
        TreeSet<Integer> limits = new TreeSet<>(List.of(0, length()));
        for (Tensor vector : vectors) {
            int end = 0;
            for (Tensor part : parts(vector)) {
                int start = end;
                end += part.shape().size();
                if (part.shape().size() >= large) {
                    limits.addAll(List.of(start, end));
                }
            }
        }
        return List.copyOf(limits);
    }

    /** Returns the parts that a vector is concatenated from, or the vector itself if it is computed as a whole. */
    public static List<Tensor> parts(Tensor vector) {
        return vector.primitive() instanceof Movement.Concat ? vector.operands() : List.of(vector);
    }

    /** Returns the number of elements of each vector. */
    public int length() {
        return states.get(0).type().shape().size();
    }

    /** Finds the nodes of all updates, and groups the connected ones. */
    private static final class Search {
        private final Graph graph;
        private final Map<Tensor, List<Tensor>> users = new IdentityHashMap<>();
        private final Set<Tensor> included = identitySet();
        /** For each node or state the representative of its connected group. */
        private final Map<Tensor, Tensor> leaders = new IdentityHashMap<>();

        Search(Graph graph) {
            this.graph = graph;
        }

        List<VectorUpdate> updates() {
            Set<Tensor> results = identitySet();
            graph.states().stream().filter(Graph.State::changes).forEach(state -> results.add(state.next()));
            Set<Tensor> outputs = identitySet();
            outputs.addAll(graph.outputs().values());
            graph.nodes()
                    .forEach(node -> node.operands().forEach(x -> users.computeIfAbsent(x, none -> new ArrayList<>())
                            .add(node)));
            List<Tensor> reversed = new ArrayList<>(graph.nodes());
            Collections.reverse(reversed);
            for (Tensor node : reversed) {
                List<Tensor> readers = users.getOrDefault(node, List.of());
                boolean inside = !readers.isEmpty() && !outputs.contains(node) && included.containsAll(readers);
                if (isVector(node) && isElementwise(node) && (results.contains(node) || inside)) {
                    included.add(node);
                }
            }
            Set<Tensor> replaced = identitySet();
            graph.states().stream()
                    .filter(state -> included.contains(state.next()))
                    .forEach(state -> {
                        replaced.add(state.current());
                        join(state.current(), state.next());
                    });
            included.forEach(node -> vectorsOf(node).stream()
                    .filter(x -> included.contains(x) || replaced.contains(x))
                    .forEach(x -> join(node, x)));
            Map<Tensor, List<Tensor>> groups = new IdentityHashMap<>();
            List<List<Tensor>> inOrder = new ArrayList<>();
            graph.nodes().stream().filter(included::contains).forEach(node -> groups.computeIfAbsent(
                            leader(node), none -> {
                                List<Tensor> group = new ArrayList<>();
                                inOrder.add(group);
                                return group;
                            })
                    .add(node));
            return inOrder.stream().map(this::update).filter(this::isMadeAtOnce).toList();
        }

        /** Returns whether nothing that an update reads, such as a rate, depends on a part of the update. */
        private boolean isMadeAtOnce(VectorUpdate update) {
            Set<Tensor> nodes = identitySet();
            nodes.addAll(update.nodes());
            Set<Tensor> dependents = identitySet();
            for (Tensor node : graph.nodes()) {
                boolean depends = node.operands().stream().anyMatch(x -> nodes.contains(x) || dependents.contains(x));
                if (depends && !nodes.contains(node)) {
                    dependents.add(node);
                }
            }
            return nodes.stream().noneMatch(node -> node.operands().stream().anyMatch(dependents::contains));
        }

        private VectorUpdate update(List<Tensor> nodes) {
            List<Graph.State> states = graph.states().stream()
                    .filter(state -> nodes.contains(state.next()))
                    .toList();
            Set<Tensor> others = identitySet();
            nodes.forEach(node -> others.addAll(vectorsOf(node)));
            nodes.forEach(others::remove);
            states.forEach(state -> others.remove(state.current()));
            return new VectorUpdate(
                    states,
                    nodes,
                    others.stream()
                            .sorted((a, b) -> Integer.compare(
                                    graph.nodes().indexOf(a), graph.nodes().indexOf(b)))
                            .toList());
        }

        private void join(Tensor a, Tensor b) {
            leaders.put(leader(a), leader(b));
        }

        private Tensor leader(Tensor node) {
            Tensor next = leaders.getOrDefault(node, node);
            return next == node ? node : leader(next);
        }

        /** Returns the operands of a node that are vectors and not a broadcast scalar. */
        private static List<Tensor> vectorsOf(Tensor node) {
            return node.operands().stream()
                    .filter(x -> x.shape().equals(node.shape()) && !isNumber(x))
                    .toList();
        }

        private static boolean isNumber(Tensor x) {
            return x.primitive() instanceof Movement.Broadcast
                    && x.operands().get(0).shape().size() == 1;
        }

        private static boolean isVector(Tensor node) {
            return node.dtype() == DType.F32
                    && node.shape().rank() == 1
                    && node.shape().size() > 1;
        }

        private static boolean isElementwise(Tensor node) {
            boolean itself = node.primitive() instanceof Elementwise.Barrier
                    || node.primitive() instanceof Elementwise.StopGradient
                    || node.primitive() instanceof Elementwise.Cast;
            boolean vectors = node.operands().stream()
                    .allMatch(x -> isVector(x) && x.shape().equals(node.shape())
                            || x.dtype() == DType.F32 && x.shape().rank() == 0);
            return vectors
                    && !itself
                    && (node.primitive() instanceof Elementwise || node.primitive() instanceof AdamUpdate);
        }

        private static Set<Tensor> identitySet() {
            return Collections.newSetFromMap(new IdentityHashMap<>());
        }
    }
}
