package org.pushforward.backend.tensorflow;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.graph.AdamUpdate.FirstMoment;
import org.pushforward.graph.AdamUpdate.SecondMoment;
import org.pushforward.graph.AdamUpdate.Step;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement.Concat;
import org.pushforward.graph.Movement.Slice;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Keeps flat vectors that Adam updates, parameters and moments, in pieces: what is large among the parameters is a state of its
 * own, and what is small and adjacent shares one. So gradients are not put together in one vector first, and each piece is updated
 * as soon as its gradient is there, several at once.
 *
 * <p>Used once, by one thread.
 */
final class PiecewiseStates {
    /** The number of elements from which on a parameter is large: what is saved outweighs the operations that are added. */
    private static final int LARGE = 1 << 15;

    private final Graph graph;
    /** The limits of the pieces, from 0 to the length, of states, their successors and gradients. */
    private final Map<Tensor, List<Integer>> limits = new IdentityHashMap<>();
    /** The pieces themselves; those of what is computed are there once it is rewritten. */
    private final Map<Tensor, List<Tensor>> pieces = new IdentityHashMap<>();

    private final Map<Tensor, Tensor> rewritten = new IdentityHashMap<>();

    /** Finds the vectors of a graph. */
    PiecewiseStates(Graph graph) {
        this.graph = graph;
        graph.states().forEach(this::find);
    }

    /** Returns for each state the limits of its pieces, from 0 to its length; of a state that is left as it is, none. */
    List<List<Integer>> limits() {
        return graph.states().stream()
                .map(state -> limits.getOrDefault(state.current(), List.of()))
                .toList();
    }

    /** Returns the graph with a state for each piece, in the order of the states and of their pieces. */
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

    private void find(Graph.State parameters) {
        Tensor step = parameters.next();
        if (!(step.primitive() instanceof Step p) || step.operands().get(0) != parameters.current()) {
            return;
        }
        Tensor gradient = step.operands().get(3);
        Optional<Graph.State> first = moment(step.operands().get(1), new FirstMoment(p.beta1()), gradient);
        Optional<Graph.State> second = moment(step.operands().get(2), new SecondMoment(p.beta2()), gradient);
        List<Integer> found = limits(gradient);
        if (first.isPresent() && second.isPresent() && found.size() > 2) {
            limits.put(gradient, found);
            for (Graph.State state : List.of(parameters, first.get(), second.get())) {
                limits.put(state.current(), found);
                limits.put(state.next(), found);
                pieces.put(state.current(), inputs(state, found));
            }
        }
    }

    private Optional<Graph.State> moment(Tensor current, Primitive update, Tensor gradient) {
        return graph.states().stream()
                .filter(state -> state.current() == current
                        && state.next().primitive().equals(update)
                        && state.next().operands().equals(List.of(current, gradient)))
                .findFirst();
    }

    /** Returns where a gradient is cut: before and behind each large part of those that it is put together from. */
    private static List<Integer> limits(Tensor gradient) {
        List<Integer> limits = new ArrayList<>(List.of(0));
        if (gradient.primitive() instanceof Concat) {
            int end = 0;
            for (Tensor part : gradient.operands()) {
                int start = end;
                end += part.shape().size();
                if (part.shape().size() >= LARGE) {
                    limits.add(start);
                    limits.add(end);
                }
            }
        }
        limits.add(gradient.shape().size());
        return limits.stream().distinct().toList();
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
        List<Tensor> made = node.primitive() instanceof Concat ? put(operands, limits.get(node)) : updated(node);
        pieces.put(node, made);
        return Tensor.concat(0, made);
    }

    /** Returns a slice as one of the piece that it lies in; empty if it lies in several. */
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

    /** Returns the pieces of what an update makes of pieces; the scalars are the same for all. */
    private List<Tensor> updated(Tensor node) {
        return IntStream.range(0, limits.get(node).size() - 1)
                .mapToObj(i -> Tensor.of(
                        node.primitive(),
                        node.operands().stream()
                                .map(operand -> limits.containsKey(operand)
                                        ? pieces.get(operand).get(i)
                                        : rewritten.get(operand))
                                .toList()))
                .toList();
    }
}
