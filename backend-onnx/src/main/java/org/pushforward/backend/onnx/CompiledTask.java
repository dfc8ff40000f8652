package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.Map;

/**
 * A task as the engine computes it; tasks that differ only in where their values lie share a session. Compared by identity.
 * Safe for use by several threads.
 */
final class CompiledTask {
    private final OrtSession session;
    private final Map<String, Region> reads;
    private final Map<String, Region> writes;

    /** Takes a task and a session of its graph, which may do without some of its inputs and all results without elements. */
    CompiledTask(Schedule.Task task, OrtSession session) {
        this.session = session;
        this.reads = new HashMap<>(task.reads());
        this.writes = new HashMap<>(task.writes());
        reads.keySet().retainAll(session.getInputNames());
        writes.keySet().retainAll(session.getOutputNames());
    }

    /** Returns where its inputs lie, by their names in the model. */
    Map<String, Region> reads() {
        return reads;
    }

    /** Returns where its outputs go, by their names in the model. */
    Map<String, Region> writes() {
        return writes;
    }

    /** Computes it. */
    void run(Binding binding) throws OrtException {
        Binding.Values values = binding.values(this);
        session.run(values.read(), values.written()).close();
    }
}
