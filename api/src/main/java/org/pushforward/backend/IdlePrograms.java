package org.pushforward.backend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Liveness;

/**
 * Keeps programs of closed executables for reuse. The oldest ones are closed if there are too many or if they use too much memory
 * according to {@link #bytes}. A program that uses too much on its own is closed immediately. Not thread-safe.
 */
final class IdlePrograms {
    private final int mostPrograms;
    private final long mostBytes;
    /** The oldest program comes first. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private long bytes;

    private record Waiting(CompiledGraph compiled, long bytes) {}

    /**
     * Makes an empty cache.
     *
     * @param mostPrograms the largest number of programs to keep
     * @param mostBytes the largest amount of memory that they may use
     */
    IdlePrograms(int mostPrograms, long mostBytes) {
        this.mostPrograms = mostPrograms;
        this.mostBytes = mostBytes;
    }

    /** Keeps a program, and closes those that no longer fit. */
    void keep(CompiledGraph compiled) {
        Waiting added = new Waiting(compiled, bytes(compiled.graph()));
        waiting.addLast(added);
        bytes += added.bytes();
        while (waiting.size() > mostPrograms || bytes > mostBytes) {
            closeFirst();
        }
    }

    /** Removes and returns the newest program with a content. */
    Optional<CompiledGraph> take(GraphContent content) {
        for (Iterator<Waiting> latest = waiting.descendingIterator(); latest.hasNext(); ) {
            Waiting candidate = latest.next();
            if (candidate.compiled().content().equals(content)) {
                latest.remove();
                bytes -= candidate.bytes();
                return Optional.of(candidate.compiled());
            }
        }
        return Optional.empty();
    }

    /** Closes all programs. */
    void close() {
        while (!waiting.isEmpty()) {
            closeFirst();
        }
    }

    private void closeFirst() {
        Waiting first = waiting.removeFirst();
        bytes -= first.bytes();
        first.compiled().program().close();
    }

    /** Estimates the memory of an idle program: inputs, states, constants, and reusable memory for its values. */
    private static long bytes(Graph graph) {
        long held = Liveness.of(graph).bytes();
        for (Tensor input : graph.inputs()) {
            held += bytes(input);
        }
        for (Graph.State state : graph.states()) {
            held += 2 * bytes(state.current());
        }
        for (Tensor node : graph.nodes()) {
            held += node.primitive() instanceof Source.Constant ? bytes(node) : 0;
        }
        return held;
    }

    private static long bytes(Tensor node) {
        return (long) node.shape().size() * node.dtype().bytes();
    }
}
