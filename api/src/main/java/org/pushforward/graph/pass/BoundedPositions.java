package org.pushforward.graph.pass;

import java.nio.LongBuffer;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.pushforward.Stability;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * Clamps positions that may be outside their axis, because reading out of bounds on a GPU breaks all later computations
 * of the process. Positions that are known to be inside, and inputs, which are checked before each run, cost nothing.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class BoundedPositions implements Rewrite {
    /** The smallest and the largest value of integers. */
    private record IntegerRange(long least, long largest) {
        static final IntegerRange ANY = new IntegerRange(Long.MIN_VALUE, Long.MAX_VALUE);

        boolean within(int length) {
            return least >= 0 && largest < length;
        }

        IntegerRange and(IntegerRange other) {
            return new IntegerRange(Math.min(least, other.least), Math.max(largest, other.largest));
        }
    }

    private final Set<Tensor> inputs;
    private final Map<Tensor, IntegerRange> ranges = new IdentityHashMap<>();

    /** Creates the rule for a graph. */
    public BoundedPositions(Graph graph) {
        this.inputs = Set.copyOf(graph.inputs());
    }

    /**
     * Returns the inputs of a graph that are used as positions, by name, with the length of the shortest axis that they
     * index.
     */
    public static Map<String, Integer> fed(Graph graph) {
        Set<Tensor> inputs = Set.copyOf(graph.inputs());
        Map<String, Integer> fed = new LinkedHashMap<>();
        for (Tensor node : graph.nodes()) {
            OptionalInt length = length(node, node.operands());
            if (length.isPresent() && inputs.contains(origin(node.operands().get(1)))) {
                Source.Input input =
                        (Source.Input) origin(node.operands().get(1)).primitive();
                fed.merge(input.name(), length.getAsInt(), Math::min);
            }
        }
        return fed;
    }

    /**
     * Checks that positions are inside an axis.
     *
     * @param what a description of the positions, for the message
     * @throws IllegalArgumentException if a position is outside the axis; the message names it
     */
    public static void check(String what, HostArray positions, int length) {
        long[] values = longs(positions).toArray();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= length) {
                throw new IllegalArgumentException(what + ": position " + values[i] + " at element " + i
                        + " is outside its axis of length " + length + ": expected 0 to " + (length - 1));
            }
        }
    }

    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        OptionalInt length = length(node, operands);
        Tensor kept = Rewrite.keep(node, length.isEmpty() ? operands : bounded(node, operands, length.getAsInt()));
        if (kept.dtype() == DType.I64) {
            ranges.put(kept, range(kept));
        }
        return kept;
    }

    private List<Tensor> bounded(Tensor node, List<Tensor> operands, int length) {
        Tensor positions = operands.get(1);
        Tensor origin = origin(positions);
        if (origin.primitive() instanceof Source.Constant constant) {
            check("constant positions of " + node.primitive().name(), constant.value(), length);
        }
        boolean inside = positions.shape().size() == 0
                || inputs.contains(origin)
                || ranges.get(positions).within(length);
        return inside ? operands : List.of(operands.get(0), positions.max(0).min(length - 1));
    }

    private static OptionalInt length(Tensor node, List<Tensor> operands) {
        return node.primitive() instanceof Indexing indexing
                ? indexing.length(operands.stream().map(Tensor::type).toList())
                : OptionalInt.empty();
    }

    /** Returns the node that a node is a rearrangement of: it has the same elements, possibly reordered or repeated. */
    private static Tensor origin(Tensor node) {
        Tensor origin = node;
        while (origin.primitive() instanceof Movement.Reshape
                || origin.primitive() instanceof Movement.Transpose
                || origin.primitive() instanceof Movement.Broadcast
                || origin.primitive() instanceof Movement.Reverse) {
            origin = origin.operands().get(0);
        }
        return origin;
    }

    private IntegerRange range(Tensor node) {
        List<IntegerRange> operands = node.operands().stream()
                .map(operand -> ranges.getOrDefault(operand, IntegerRange.ANY))
                .toList();
        if (node.primitive() instanceof Source.Constant constant) {
            return longs(constant.value())
                    .mapToObj(x -> new IntegerRange(x, x))
                    .reduce(IntegerRange::and)
                    .orElse(IntegerRange.ANY);
        }
        if (node.primitive() instanceof Source.Iota iota) {
            return new IntegerRange(0, node.dim(iota.axis()) - 1L);
        }
        if (node.primitive() instanceof Indexing.ArgSort sort) {
            return new IntegerRange(0, node.dim(sort.axis()) - 1L);
        }
        if (node.primitive() instanceof Indexing.ArgMax search) {
            return new IntegerRange(0, node.operands().get(0).dim(search.axis()) - 1L);
        }
        if (node.primitive() instanceof Unary.FloorMod remainder) {
            return new IntegerRange(0, remainder.divisor() - 1L);
        }
        if (node.primitive() instanceof Binary.Max) {
            IntegerRange a = operands.get(0);
            IntegerRange b = operands.get(1);
            return new IntegerRange(Math.max(a.least(), b.least()), Math.max(a.largest(), b.largest()));
        }
        if (node.primitive() instanceof Binary.Min) {
            IntegerRange a = operands.get(0);
            IntegerRange b = operands.get(1);
            return new IntegerRange(Math.min(a.least(), b.least()), Math.min(a.largest(), b.largest()));
        }
        boolean moves = node.primitive() instanceof Movement && !(node.primitive() instanceof Movement.Pad);
        boolean takes = node.primitive() instanceof Indexing.Gather || node.primitive() instanceof Indexing.TakeAlong;
        return takes
                ? operands.get(0)
                : moves ? operands.stream().reduce(IntegerRange::and).orElse(IntegerRange.ANY) : IntegerRange.ANY;
    }

    private static LongStream longs(HostArray values) {
        LongBuffer buffer = values.longs();
        return LongStream.generate(buffer::get).limit(buffer.remaining());
    }
}
