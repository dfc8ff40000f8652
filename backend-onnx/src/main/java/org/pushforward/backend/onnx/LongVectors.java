package org.pushforward.backend.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.graph.DataParallelism.Division;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Rewrite;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Computes what is elementwise in long vectors, such as an optimiser's update of all parameters, in pieces that stay in a
 * core's cache through all its operations, and divides the pieces among threads.
 *
 * <p>Gradients are joined to one vector, and are sums over parts of a batch: pieces of a joined vector are taken from what
 * is joined, and such sums are taken in pieces too.
 */
final class LongVectors {
    /** The most elements of a piece: the pieces of an update's vectors fit into the cache of a core. */
    private static final int PIECE = 1 << 16;

    /** The fewest elements of a vector in pieces, which take as long as it takes to wait for another thread. */
    private static final int LONG = 1 << 13;

    private final Division division;
    private final int threads;
    private final Set<Integer> lengths;
    private final Map<Tensor, Integer> uses = new IdentityHashMap<>();
    private final Map<Tensor, Tensor> whole = new IdentityHashMap<>();
    private final Map<Range, Tensor> ranges = new HashMap<>();
    private final Map<Tensor, Integer> parts = new IdentityHashMap<>();

    /** Elements of a node in the order in which they lie. */
    private record Range(Tensor node, int from, int to) {}

    private LongVectors(Division division, int threads) {
        this.division = division;
        this.threads = threads;
        this.lengths = division.graph().states().stream()
                .filter(Graph.State::changes)
                .map(state -> state.type().shape())
                .filter(shape -> shape.rank() == 1 && shape.size() >= LONG)
                .map(Shape::size)
                .collect(Collectors.toSet());
    }

    /** Returns a graph that computes the same, in which updates of vectors are in pieces. */
    static Division cut(Division division, int threads) {
        LongVectors vectors = new LongVectors(division, threads);
        return vectors.lengths.isEmpty() ? division : vectors.cut();
    }

    private Division cut() {
        Graph graph = division.graph();
        graph.nodes().forEach(node -> node.operands().forEach(x -> uses.merge(x, 1, Integer::sum)));
        GraphWriter.results(graph).values().forEach(x -> uses.merge(x, 1, Integer::sum));
        graph.nodes().forEach(this::rewrite);
        Graph.Builder result = Graph.builder().inputs(graph.inputs());
        graph.states()
                .forEach(state ->
                        result.state(state.current(), state.changes() ? whole(state.next()) : state.current()));
        graph.outputs().forEach((name, node) -> result.output(name, whole(node)));
        return new Division(result.build(), parts);
    }

    private void rewrite(Tensor node) {
        if (isCut(node)) {
            // As pieces, which are made when they are asked for.
            return;
        }
        // What only pieces are taken of is left out by the graph that is built in the end.
        Tensor made =
                Rewrite.keep(node, node.operands().stream().map(this::whole).toList());
        whole.put(node, made);
        Integer part = division.parts().get(node);
        if (part != null) {
            parts.put(made, part);
        }
    }

    private boolean isCut(Tensor node) {
        return isPointwise(node)
                && node.shape().rank() == 1
                && lengths.contains(node.shape().size());
    }

    private static boolean isPointwise(Tensor node) {
        return node.primitive() instanceof Elementwise && !(node.primitive() instanceof Elementwise.Barrier);
    }

    private Tensor whole(Tensor node) {
        Tensor known = whole.get(node);
        if (known != null) {
            return known;
        }
        int length = node.shape().size();
        int count = threads * ((length - 1) / (PIECE * threads) + 1);
        List<Tensor> pieces = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int from = (int) ((long) length * k / count);
            int to = (int) ((long) length * (k + 1) / count);
            pieces.add(range(new Range(node, from, to), k * threads / count));
        }
        Tensor joined = Tensor.concat(0, pieces);
        whole.put(node, joined);
        return joined;
    }

    private Tensor range(Range range, int thread) {
        Tensor known = ranges.get(range);
        if (known != null) {
            return known;
        }
        Tensor made = make(range, thread);
        ranges.put(range, made);
        return made;
    }

    private Tensor make(Range range, int thread) {
        Tensor node = range.node();
        int length = range.to() - range.from();
        if (isCut(node) || isPointwise(node) && uses.get(node) == 1) {
            List<Tensor> operands = node.operands().stream()
                    .map(x -> range(new Range(x, range.from(), range.to()), thread))
                    .toList();
            Tensor made = Tensor.of(node.primitive(), operands);
            parts.put(made, thread);
            return made;
        }
        if (node.primitive() instanceof Movement.Broadcast
                && node.operands().get(0).shape().size() == 1) {
            return whole(node.operands().get(0)).reshape(Shape.scalar()).broadcastTo(Shape.of(length));
        }
        if (node.primitive() instanceof Movement.Reshape) {
            return range(new Range(node.operands().get(0), range.from(), range.to()), thread);
        }
        return Views.isSequence(node)
                ? joined(range, thread)
                : whole(node).reshape(-1).slice(0, range.from(), range.to());
    }

    private Tensor joined(Range range, int thread) {
        List<Tensor> pieces = new ArrayList<>();
        int start = 0;
        for (Tensor x : range.node().operands()) {
            int size = x.shape().size();
            int from = Math.max(range.from() - start, 0);
            int to = Math.min(range.to() - start, size);
            if (from < to) {
                pieces.add(range(new Range(x, from, to), thread));
            }
            start += size;
        }
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        Tensor made = Tensor.concat(0, pieces);
        parts.put(made, thread);
        return made;
    }
}
