package org.pushforward.graph.pass;

import java.util.IdentityHashMap;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;

/**
 * The memory that a program needs if every node is stored from when it is computed, in the order of {@link Graph#nodes}, until its
 * last use. Inputs, states and constants are there anyway and do not count.
 *
 * <p>Engines reuse memory in place and fuse operations, so this is a measure to compare two programs by, not a forecast.
 *
 * @param values the largest number of values that are needed at one time
 * @param bytes the largest sum of their sizes
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Liveness(int values, long bytes) {

    /** Returns that of a program. */
    public static Liveness of(Graph graph) {
        Map<Tensor, Integer> pending = new IdentityHashMap<>();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> pending.merge(operand, 1, Integer::sum)));
        // What leaves the program is never released.
        graph.outputs().values().forEach(node -> pending.merge(node, 1, Integer::sum));
        graph.states().forEach(state -> pending.merge(state.next(), 1, Integer::sum));
        int values = 0;
        long bytes = 0;
        int mostValues = 0;
        long mostBytes = 0;
        for (Tensor node : graph.nodes()) {
            values += node.primitive() instanceof Source ? 0 : 1;
            bytes += bytes(node);
            mostValues = Math.max(mostValues, values);
            mostBytes = Math.max(mostBytes, bytes);
            for (Tensor operand : node.operands()) {
                if (pending.merge(operand, -1, Integer::sum) == 0) {
                    values -= operand.primitive() instanceof Source ? 0 : 1;
                    bytes -= bytes(operand);
                }
            }
        }
        return new Liveness(mostValues, mostBytes);
    }

    /** Returns the size of a value that the program makes, 0 of one that is there anyway. */
    static long bytes(Tensor node) {
        return node.primitive() instanceof Source
                ? 0
                : (long) node.shape().size() * node.dtype().bytes();
    }
}
