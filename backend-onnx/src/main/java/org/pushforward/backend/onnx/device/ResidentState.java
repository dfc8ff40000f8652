package org.pushforward.backend.onnx.device;

import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.graph.Graph;

/**
 * A state in the memory of a device. A run reads one value and writes the other; then they change places. A state that does not change has
 * one value.
 */
final class ResidentState implements AutoCloseable {
    private final Graph.State state;
    private Handle current;
    private Handle next;

    private ResidentState(Graph.State state, Handle current, Handle next) {
        this.state = state;
        this.current = current;
        this.next = next;
    }

    /** Allocates memory for a state with elements. */
    static ResidentState allocate(Graph.State state, DeviceMemory memory) {
        Handle current = memory.allocate(state.type());
        try {
            return new ResidentState(state, current, state.changes() ? memory.allocate(state.type()) : current);
        } catch (RuntimeException | Error e) {
            current.close();
            throw e;
        }
    }

    boolean changes() {
        return state.changes();
    }

    Handle current() {
        return current;
    }

    /** Sets where the next run of a session reads and writes this state. */
    void bind(BoundSession session) {
        String input = GraphWriter.inputName(state.current());
        if (session.session().getInputNames().contains(input)) {
            session.input(input, current);
        }
        if (changes()) {
            session.output(GraphWriter.nextName(state), next);
        }
    }

    /** Makes the value that a run wrote the current one. */
    void advance() {
        Handle read = current;
        current = next;
        next = read;
    }

    @Override
    public void close() {
        current.close();
        next.close();
    }
}
