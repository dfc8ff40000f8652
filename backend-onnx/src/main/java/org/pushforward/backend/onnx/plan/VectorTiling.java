package org.pushforward.backend.onnx.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.run.VectorTask;
import org.pushforward.backend.support.DataParallelism.Division;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/**
 * Tiles long elementwise updates, such as an optimizer's: one tile per thread if the JVM runs them, cache-sized tiles otherwise.
 *
 * <p>Gradients are sums over the parts of a batch, joined into one vector. The sums of tiles become the sum of two vectors, which is
 * then part of the update.
 */
public final class VectorTiling {
    /** The largest number of elements of an engine's tile, so that the tiles of an update's vectors fit into the cache of a core. */
    private static final int PIECE = 1 << 16;

    /** The smallest number of elements of a tiled vector; a shorter one takes less time than waiting for another thread. */
    private static final int LONG = 1 << 13;

    /** Tiles begin at multiples of this number of elements, so that no cache line belongs to two threads. */
    private static final int ALIGNMENT = 64;

    private static final NavigableSet<Integer> NONE = new TreeSet<>();

    private final Division division;
    private final int threads;
    private final Set<Shape> shapes;
    private final Map<Tensor, Integer> uses = new IdentityHashMap<>();
    private final Map<Tensor, Tensor> whole = new IdentityHashMap<>();
    private final Map<ElementRange, Tensor> ranges = new HashMap<>();
    private final Map<Tensor, NavigableMap<Integer, Tensor>> exchanged = new IdentityHashMap<>();
    private final Map<Shape, NavigableSet<Integer>> bounds = new HashMap<>();
    private final Map<Tensor, Integer> parts = new IdentityHashMap<>();
    private final Set<Tensor> vectors = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * A graph with tiled vectors.
     *
     * @param division the graph, and the thread of each node that belongs to a part or a tile
     * @param vectors the nodes that the JVM computes
     */
    public record Cut(Division division, Set<Tensor> vectors) {}

    /** A range of the elements of a node, in row-major order. */
    private record ElementRange(Tensor node, int from, int to) {}

    private VectorTiling(Division division, int threads) {
        this.division = division;
        this.threads = threads;
        this.shapes = division.graph().states().stream()
                .filter(Graph.State::changes)
                .map(state -> state.type().shape())
                .filter(shape -> shape.rank() == 1 && shape.size() > 1)
                .collect(Collectors.toSet());
    }

    /** Returns an equivalent graph whose updates of vectors are tiled. */
    public static Cut cut(Division division, int threads) {
        return new VectorTiling(division, threads).cut();
    }

    private Cut cut() {
        Graph graph = division.graph();
        graph.nodes().forEach(node -> node.operands().forEach(x -> uses.merge(x, 1, Integer::sum)));
        GraphWriter.results(graph).values().forEach(x -> uses.merge(x, 1, Integer::sum));
        graph.nodes().stream().filter(this::isCut).forEach(this::findBounds);
        // Tiles are made on request. A vector of which only tiles are used does not become part of the graph.
        graph.nodes().stream().filter(node -> !isCut(node)).forEach(this::whole);
        Graph.Builder result = Graph.builder().inputs(graph.inputs());
        graph.states()
                .forEach(state ->
                        result.state(state.current(), state.changes() ? whole(state.next()) : state.current()));
        graph.outputs().forEach((name, node) -> result.output(name, whole(node)));
        return new Cut(new Division(result.build(), parts), vectors);
    }

    /** Finds the positions of a vector where tiles must begin, because its operand is a concatenation of differently computed parts. */
    private void findBounds(Tensor node) {
        for (Tensor x : node.operands()) {
            if (Views.isSequence(x) && x.shape().equals(node.shape()) && !exchanged.containsKey(x)) {
                exchange(x);
                bounds.computeIfAbsent(x.shape(), shape -> new TreeSet<>())
                        .addAll(exchanged.get(x).keySet());
            }
        }
    }

    private boolean isCut(Tensor node) {
        if (node.primitive() instanceof AdamUpdate) {
            return true;
        }
        if (!isPointwise(node) || !shapes.contains(node.shape())) {
            return false;
        }
        boolean divided = !division.parts().isEmpty() && node.shape().size() >= LONG;
        return divided || VectorTask.computes(node);
    }

    private static boolean isPointwise(Tensor node) {
        boolean itself =
                node.primitive() instanceof Elementwise.Barrier || node.primitive() instanceof Elementwise.StopGradient;
        return node.primitive() instanceof Elementwise && !itself;
    }

    /** Returns whether a node has a single user and can be computed tile by tile together with it. */
    private boolean isAbsorbed(Tensor node) {
        boolean kernel = node.dtype() == DType.F32 ? VectorTask.computes(node) : isPointwise(node);
        return kernel && uses.getOrDefault(node, 1) == 1;
    }

    private Tensor whole(Tensor node) {
        Tensor known = whole.get(node);
        if (known != null) {
            return known;
        }
        Tensor made = isCut(node)
                ? inPieces(node)
                : Rewrite.keep(node, node.operands().stream().map(this::whole).toList());
        Integer part = division.parts().get(node);
        if (part != null) {
            parts.put(made, part);
        }
        whole.put(node, made);
        return made;
    }

    private Tensor inPieces(Tensor node) {
        int length = node.shape().size();
        int fewest = length < LONG ? 1 : threads;
        int count = VectorTask.computes(node) ? fewest : threads * ((length - 1) / (PIECE * threads) + 1);
        List<Tensor> pieces = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int end = start(k + 1, count, length);
            int from = start(k, count, length);
            while (from < end) {
                Integer bound = bounds.getOrDefault(node.shape(), NONE).higher(from);
                int to = bound == null ? end : Math.min(bound, end);
                pieces.add(range(new ElementRange(node, from, to), k * threads / count));
                from = to;
            }
        }
        return Tensor.concat(0, pieces);
    }

    private static int start(int piece, int count, int length) {
        int start = (int) ((long) length * piece / count);
        return piece < count ? start - start % ALIGNMENT : start;
    }

    private Tensor range(ElementRange range, int thread) {
        Tensor known = ranges.get(range);
        if (known != null) {
            return known;
        }
        Tensor made = make(range, thread);
        ranges.put(range, made);
        return made;
    }

    private Tensor make(ElementRange range, int thread) {
        Tensor node = range.node();
        int length = range.to() - range.from();
        if (isCut(node) || isAbsorbed(node)) {
            List<Tensor> operands =
                    node.operands().stream().map(x -> operand(x, range, thread)).toList();
            Tensor made = Tensor.of(node.primitive(), operands);
            parts.put(made, thread);
            if (VectorTask.computes(node)) {
                vectors.add(made);
            }
            return made;
        }
        if (isRepeatedNumber(node)) {
            return whole(node.operands().get(0)).reshape(Shape.scalar()).broadcastTo(Shape.of(length));
        }
        if (node.primitive() instanceof Movement.Reshape || node.primitive() instanceof Elementwise.StopGradient) {
            return range(new ElementRange(node.operands().get(0), range.from(), range.to()), thread);
        }
        Map.Entry<Integer, Tensor> known =
                exchanged.getOrDefault(node, new TreeMap<>()).floorEntry(range.from());
        if (known != null
                && range.to() <= known.getKey() + known.getValue().shape().size()) {
            return range(
                    new ElementRange(known.getValue(), range.from() - known.getKey(), range.to() - known.getKey()),
                    thread);
        }
        return whole(node).reshape(-1).slice(0, range.from(), range.to());
    }

    /** Returns the operand of a tile: the same range of a vector, or the whole of a scalar. */
    private Tensor operand(Tensor x, ElementRange range, int thread) {
        return x.shape().equals(range.node().shape())
                ? range(new ElementRange(x, range.from(), range.to()), thread)
                : whole(x);
    }

    private static boolean isRepeatedNumber(Tensor node) {
        return node.primitive() instanceof Movement.Broadcast
                && node.operands().get(0).shape().size() == 1;
    }

    /** Turns a concatenation of sums into a sum of concatenations, and likewise for other operations, for each run of parts of one form. */
    private void exchange(Tensor sequence) {
        NavigableMap<Integer, Tensor> result = new TreeMap<>();
        exchanged.put(sequence, result);
        List<Tensor> alike = new ArrayList<>();
        int start = 0;
        int end = 0;
        for (Tensor x : sequence.operands()) {
            Tensor element = isLent(x) ? x.operands().get(0) : x;
            if (!alike.isEmpty() && !form(alike.get(0)).equals(form(element))) {
                result.put(start, joined(alike));
                alike.clear();
                start = end;
            }
            alike.add(element);
            end += element.shape().size();
        }
        result.put(start, joined(alike));
    }

    private boolean isLent(Tensor x) {
        return x.primitive() instanceof Movement.Reshape && uses.getOrDefault(x, 1) == 1;
    }

    /** Returns the form of a part: the tree of its operations that can be tiled. */
    private List<Object> form(Tensor element) {
        return isAbsorbed(element)
                ? Stream.concat(
                                Stream.of(element.primitive()),
                                element.operands().stream().map(this::form))
                        .toList()
                : List.of();
    }

    private Tensor joined(List<Tensor> alike) {
        Tensor first = alike.get(0);
        if (alike.size() == 1 || !isAbsorbed(first)) {
            return Tensor.concat(0, alike.stream().map(x -> x.reshape(-1)).toList());
        }
        List<Tensor> operands = IntStream.range(0, first.operands().size())
                .mapToObj(
                        i -> joined(alike.stream().map(x -> x.operands().get(i)).toList()))
                .toList();
        return Tensor.of(first.primitive(), operands);
    }
}
