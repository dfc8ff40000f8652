package org.pushforward.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.backend.support.VectorUpdate;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement.Broadcast;
import org.pushforward.graph.Movement.Concat;
import org.pushforward.graph.Movement.Slice;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Splits the flat vectors that an optimizer updates, parameters and moments, into pieces. Each large parameter becomes a separate state,
 * and adjacent small ones share a state. Gradients then need not be concatenated into one vector, and each piece is updated as soon as its
 * gradient is available, several concurrently.
 *
 * <p>Not reusable and not thread-safe.
 */
final class PiecewiseStates {
    /** The minimum number of elements of a large parameter, for which the savings outweigh the additional operations. */
    private static final int LARGE = 1 << 15;

    private final Graph graph;
    /** The boundaries of the pieces of states, their successors and gradients, from 0 to the length. */
    private final Map<Tensor, List<Integer>> limits = new IdentityHashMap<>();
    /** The pieces of each vector; those of computed vectors are added when they are rewritten. */
    private final Map<Tensor, List<Tensor>> pieces = new IdentityHashMap<>();

    /** The nodes that updates compute piece by piece. */
    private final Set<Tensor> updated = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Map<Tensor, Tensor> rewritten = new IdentityHashMap<>();

    /** Finds the vectors of a graph. */
    PiecewiseStates(Graph graph) {
        this.graph = graph;
        VectorUpdate.of(graph).forEach(this::find);
    }

    /** Returns the boundaries of the pieces of each state, from 0 to its length; empty for a state that is not split. */
    List<List<Integer>> limits() {
        return graph.states().stream()
                .map(state -> limits.getOrDefault(state.current(), List.of()))
                .toList();
    }

    /** Returns the graph with one state for each piece, in the order of the states and of their pieces. */
    Graph divided() {
        if (limits.isEmpty()) {
            return graph;
        }
        graph.nodes().forEach(node -> rewritten.put(node, rewrite(node)));
        Graph.Builder result = Graph.builder().inputs(graph.inputs());
        for (Graph.State state : graph.states()) {
            if (limits.containsKey(state.current())) {
                List<Tensor> current = pieces.get(state.current());
                List<Tensor> next = pieces.get(state.next());
                IntStream.range(0, current.size()).forEach(i -> result.state(current.get(i), next.get(i)));
            } else {
                result.state(state.current(), rewritten.getOrDefault(state.next(), state.next()));
            }
        }
        graph.outputs().forEach((name, node) -> result.output(name, rewritten.get(node)));
        return result.build();
    }

    private void find(VectorUpdate update) {
        List<Integer> found = update.limits(LARGE);
        List<Tensor> cut = new ArrayList<>(update.nodes());
        cut.addAll(update.vectors());
        update.states().forEach(state -> cut.add(state.current()));
        if (found.size() > 2 && cut.stream().noneMatch(limits::containsKey)) {
            cut.forEach(vector -> limits.put(vector, found));
            update.states().forEach(state -> pieces.put(state.current(), inputs(state, found)));
            updated.addAll(update.nodes());
        }
    }

    private static List<Tensor> inputs(Graph.State state, List<Integer> limits) {
        return IntStream.range(1, limits.size())
                .mapToObj(i -> Tensor.input(
                        state.name() + "[" + i + "]",
                        new TensorType(state.type().dtype(), Shape.of(limits.get(i) - limits.get(i - 1)))))
                .toList();
    }

    private Tensor rewrite(Tensor node) {
        if (pieces.containsKey(node)) {
            return Tensor.concat(0, pieces.get(node));
        }
        List<Tensor> operands = node.operands().stream().map(rewritten::get).toList();
        if (node.primitive() instanceof Slice slice
                && limits.containsKey(node.operands().get(0))) {
            return slice(slice, node.operands().get(0)).orElseGet(() -> Rewrite.keep(node, operands));
        }
        if (!limits.containsKey(node)) {
            return Rewrite.keep(node, operands);
        }
        List<Tensor> made = pieces(node, operands);
        pieces.put(node, made);
        return Tensor.concat(0, made);
    }

    private List<Tensor> pieces(Tensor node, List<Tensor> operands) {
        List<Integer> bounds = limits.get(node);
        if (updated.contains(node)) {
            return updated(node);
        }
        if (node.primitive() instanceof Concat && ends(operands).containsAll(bounds.subList(1, bounds.size()))) {
            return put(operands, bounds);
        }
        Tensor whole = Rewrite.keep(node, operands);
        return IntStream.range(1, bounds.size())
                .mapToObj(i -> whole.slice(0, bounds.get(i - 1), bounds.get(i)))
                .toList();
    }

    private static List<Integer> ends(List<Tensor> parts) {
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (Tensor part : parts) {
            end += part.shape().size();
            ends.add(end);
        }
        return ends;
    }

    /** Returns a slice of the vector as a slice of one piece; empty if it spans several pieces. */
    private Optional<Tensor> slice(Slice slice, Tensor vector) {
        List<Integer> bounds = limits.get(vector);
        int start = slice.start().get(0);
        int limit = slice.limit().get(0);
        int last = bounds.size() - 1;
        return IntStream.range(0, last)
                .filter(i -> bounds.get(i) <= start && limit <= bounds.get(i + 1))
                .mapToObj(i -> {
                    Slice inside =
                            new Slice(List.of(start - bounds.get(i)), List.of(limit - bounds.get(i)), slice.stride());
                    Tensor piece = pieces.get(vector).get(i);
                    Tensor part = Tensor.of(inside, List.of(piece));
                    return part.type().equals(piece.type()) ? piece : part;
                })
                .findFirst();
    }

    private static List<Tensor> put(List<Tensor> parts, List<Integer> limits) {
        List<Tensor> pieces = new ArrayList<>();
        List<Tensor> adjacent = new ArrayList<>();
        int end = 0;
        for (Tensor part : parts) {
            adjacent.add(part);
            end += part.shape().size();
            if (limits.contains(end)) {
                pieces.add(adjacent.size() == 1 ? part : Tensor.concat(0, adjacent));
                adjacent.clear();
            }
        }
        return pieces;
    }

    /** Returns the pieces of an updated node; all pieces share scalars. */
    private List<Tensor> updated(Tensor node) {
        return IntStream.range(0, limits.get(node).size() - 1)
                .mapToObj(i -> Tensor.of(
                        node.primitive(),
                        node.operands().stream()
                                .map(operand -> piece(operand, node, i))
                                .toList()))
                .toList();
    }

    private Tensor piece(Tensor operand, Tensor node, int i) {
        if (limits.containsKey(operand)) {
            return pieces.get(operand).get(i);
        }
        List<Integer> bounds = limits.get(node);
        return operand.primitive() instanceof Broadcast && operand.shape().equals(node.shape())
                ? rewritten
                        .get(operand.operands().get(0))
                        .reshape(Shape.scalar())
                        .broadcastTo(Shape.of(bounds.get(i + 1) - bounds.get(i)))
                : rewritten.get(operand);
    }
}
