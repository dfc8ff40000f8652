package org.pushforward.graph.pass;

import java.util.IdentityHashMap;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;

/**
 * The peak memory of a program that computes its nodes in the order of {@link Graph#nodes} and stores each one until
 * its last use. Inputs, states and constants are always in memory, so they do not count.
 *
 * <p>Engines also reuse memory in place and fuse operations, so use these numbers to compare two programs, not to
 * predict memory use.
 *
 * @param values the largest number of values stored at one time
 * @param bytes the largest total size of the values stored at one time
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Liveness(int values, long bytes) {

    /** Returns the peak memory of a program. */
    public static Liveness of(Graph graph) {
        Map<Tensor, Integer> pending = new IdentityHashMap<>();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> pending.merge(operand, 1, Integer::sum)));
        // Outputs and next states are never released.
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

    /** Returns the size in bytes of a value that the program computes; 0 for an input, state or constant. */
    static long bytes(Tensor node) {
        return node.primitive() instanceof Source
                ? 0
                : (long) node.shape().size() * node.dtype().bytes();
    }
}
