package org.pushforward.backend.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.Shape;

/**
 * Splits the batch that {@link Graph#batched} marks into independent parts, one for each thread. The samples of a part go through the
 * whole network on one core, and the parts are combined only for sums over the batch, as in gradients.
 *
 * <p>Threads therefore need not synchronize at every operation. It is meant for engines that compute independent nodes concurrently. Only
 * the order of summation changes.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class DataParallelism {
    /**
     * A graph that is split into parts.
     *
     * @param graph the graph
     * @param parts the part of each node, from 0; nodes that are absent belong to no part or to all
     */
    public record Division(Graph graph, Map<Tensor, Integer> parts) {}

    /** One part of a value along an axis. */
    private record PartOfValue(Tensor node, int axis, int number) {}

    /** A value that is split along an axis. */
    private record SplitValue(int axis, List<Tensor> tensors) {}

    private final int count;
    private final boolean apart;
    private final List<Tensor> batched;
    private final Map<Tensor, Tensor> whole = new IdentityHashMap<>();
    private final Map<Tensor, SplitValue> divided = new IdentityHashMap<>();
    private final Map<PartOfValue, Tensor> taken = new HashMap<>();
    private final Map<Tensor, Integer> parts = new IdentityHashMap<>();

    private DataParallelism(int count, boolean apart, List<Tensor> batched) {
        this.count = count;
        this.apart = apart;
        this.batched = batched;
    }

    /**
     * Returns a graph that computes the same in parts, or the graph itself if it has no batch of {@code count} rows. It is meant for
     * engines that compute any independent nodes concurrently: a sum over the batch that is larger than its operands, such as the gradient
     * of a large matrix, stays on one thread while the others do other work.
     *
     * @param graph the graph
     * @param count the number of parts
     */
    public static Graph divide(Graph graph, int count) {
        return of(graph, count, true).graph();
    }

    /**
     * Returns a graph that computes the same in parts, or the graph itself if it has no batch of {@code count} rows, and which part
     * each node belongs to.
     *
     * @param graph the graph
     * @param count the number of parts
     */
    public static Division of(Graph graph, int count) {
        return of(graph, count, false);
    }

    /**
     * Returns a graph that computes the same in parts, or the graph itself if it has no batch of {@code count} rows, and which part
     * each node belongs to.
     *
     * @param graph the graph
     * @param count the number of parts
     * @param apart whether a sum over the batch that is larger than its operands, such as the gradient of a large matrix, stays on one
     *     thread while the others do other work
     */
    public static Division of(Graph graph, int count, boolean apart) {
        List<Tensor> batched = graph.batched();
        if (batched.isEmpty() || batched.get(0).dim(0) < count) {
            return new Division(graph, Map.of());
        }
        DataParallelism parallel = new DataParallelism(count, apart, batched);
        return new Division(parallel.apply(graph), parallel.parts);
    }

    private Graph apply(Graph graph) {
        graph.nodes().forEach(this::compute);
        Graph.Builder result = Graph.builder().inputs(graph.inputs());
        graph.states()
                .forEach(state ->
                        result.state(state.current(), state.changes() ? whole(state.next()) : state.current()));
        graph.outputs().forEach((name, node) -> result.output(name, whole(node)));
        return result.build();
    }

    private void compute(Tensor node) {
        if (node.primitive() instanceof Source.Input) {
            whole.put(node, node);
            if (batched.contains(node)) {
                divide(node, 0, slices(node, 0));
            }
            return;
        }
        List<Integer> axes = node.operands().stream()
                .map(operand ->
                        divided.containsKey(operand) ? divided.get(operand).axis() : Partition.NONE)
                .toList();
        boolean some = axes.stream().anyMatch(axis -> axis != Partition.NONE);
        Optional<Partition> partition = some ? Partition.of(node, axes, rows()) : Optional.empty();
        if (partition.isPresent() && !isLeftToOneThread(node, axes, partition.get())) {
            divide(node, partition.get());
        } else {
            List<Tensor> operands = node.operands().stream().map(this::whole).toList();
            whole.put(node, Rewrite.keep(node, operands));
        }
    }

    /** Returns whether adding up the parts of a node would touch more memory than concatenating its operands. */
    private boolean isLeftToOneThread(Tensor node, List<Integer> axes, Partition partition) {
        long operands = IntStream.range(0, axes.size())
                .filter(i -> axes.get(i) != Partition.NONE)
                .mapToLong(i -> node.operands().get(i).shape().size())
                .sum();
        return apart
                && partition.result() == Partition.NONE
                && (count - 1L) * node.shape().size() > operands;
    }

    private void divide(Tensor node, int axis, List<Tensor> slices) {
        slices.forEach(slice -> parts.put(slice, slices.indexOf(slice)));
        divided.put(node, new SplitValue(axis, slices));
    }

    private List<Tensor> slices(Tensor x, int axis) {
        return IntStream.range(0, count)
                .mapToObj(part -> x.slice(axis, start(x, axis, part), start(x, axis, part + 1)))
                .toList();
    }

    private int rows() {
        return batched.get(0).dim(0);
    }

    /** Returns where a part of a tensor starts along an axis, which has the same number of positions for each row of the batch. */
    private int start(Tensor x, int axis, int part) {
        int row = (int) ((long) rows() * part / count);
        return row * (x.dim(axis) / rows());
    }

    private void divide(Tensor node, Partition partition) {
        List<Tensor> pieces = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            List<Tensor> operands = new ArrayList<>();
            for (int i = 0; i < node.operands().size(); i++) {
                operands.add(part(node.operands().get(i), partition.operands().get(i), part));
            }
            Tensor piece = Tensor.of(resized(node.primitive(), node, partition.result(), part), operands);
            parts.put(piece, part);
            pieces.add(piece);
        }
        if (partition.result() == Partition.NONE) {
            boolean largest = node.primitive() instanceof Reduction.ReduceMax;
            whole.put(
                    node,
                    pieces.stream()
                            .reduce((a, b) -> largest ? a.max(b) : a.add(b))
                            .orElseThrow());
        } else {
            divided.put(node, new SplitValue(partition.result(), pieces));
        }
    }

    private Tensor whole(Tensor node) {
        return whole.computeIfAbsent(node, missing -> {
            SplitValue parts = divided.get(node);
            return Tensor.concat(parts.axis(), parts.tensors());
        });
    }

    private Tensor part(Tensor node, int axis, int part) {
        SplitValue parts = divided.get(node);
        if (axis == Partition.NONE) {
            return whole(node);
        }
        if (parts != null && parts.axis() == axis) {
            return parts.tensors().get(part);
        }
        // Only once, so that nodes still share their common operands.
        PartOfValue wanted = new PartOfValue(node, axis, part);
        Tensor known = taken.get(wanted);
        if (known == null) {
            known = take(wanted);
            taken.put(wanted, known);
        }
        return known;
    }

    private Tensor take(PartOfValue part) {
        Tensor node = part.node();
        int axis = part.axis();
        int from = start(node, axis, part.number());
        int to = start(node, axis, part.number() + 1);
        if (node.primitive() instanceof Movement.Broadcast) {
            Tensor source = node.operands().get(0);
            int counted = axis - node.shape().rank() + source.shape().rank();
            if (counted < 0 || source.dim(counted) == 1) {
                return whole(source).broadcastTo(node.shape().with(axis, to - from));
            }
        }
        return whole(node).slice(axis, from, to);
    }

    /** Returns the primitive that computes one part of the result of another one. */
    private Primitive resized(Primitive primitive, Tensor node, int axis, int part) {
        if (axis == Partition.NONE) {
            return primitive;
        }
        int length = start(node, axis, part + 1) - start(node, axis, part);
        Shape shape = node.shape().with(axis, length);
        if (primitive instanceof Movement.Reshape) {
            return new Movement.Reshape(shape);
        }
        if (primitive instanceof Movement.Broadcast) {
            return new Movement.Broadcast(shape);
        }
        if (primitive instanceof Movement.Slice p) {
            List<Integer> limit = new ArrayList<>(p.limit());
            limit.set(axis, length);
            return new Movement.Slice(p.start(), limit, p.stride());
        }
        return primitive;
    }
}
