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
 * Programs whose executables were closed, kept to be opened again. Those that have waited longest are closed when there are too
 * many or when they hold too much, by the estimate of {@link #bytes}; one that alone holds too much is closed at once. Not safe
 * for use by several threads.
 */
final class IdlePrograms {
    private final int mostPrograms;
    private final long mostBytes;
    /** The one that has waited longest comes first. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private long bytes;

    private record Waiting(CompiledGraph compiled, long bytes) {}

    /**
     * Makes a shelf.
     *
     * @param mostPrograms how many programs are kept at most
     * @param mostBytes how much they hold at most
     */
    IdlePrograms(int mostPrograms, long mostBytes) {
        this.mostPrograms = mostPrograms;
        this.mostBytes = mostBytes;
    }

    /** Keeps a program, and closes what there is no more room for. */
    void keep(CompiledGraph compiled) {
        Waiting added = new Waiting(compiled, bytes(compiled.graph()));
        waiting.addLast(added);
        bytes += added.bytes();
        while (waiting.size() > mostPrograms || bytes > mostBytes) {
            closeFirst();
        }
    }

    /** Hands out the program of that content that was kept last. */
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

    /** Closes all. */
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

    /** About what a program holds between two runs: inputs, states, constants, and the memory of its values for the next run. */
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
