package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Program;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.HostArray;

/**
 * A session and the memory for its runs. Runs at the same time take a binding each; where there are states, runs come
 * one at a time and so always take the same.
 */
final class OnnxProgram implements Program {
    private final OrtEnvironment environment;
    private final Graph graph;
    private final Optional<OrtSession> session;
    private final Queue<Binding> idle = new ConcurrentLinkedQueue<>();

    /** Takes over the session, which is closed if this fails; there is none if there is nothing to compute. */
    OnnxProgram(OrtEnvironment environment, Graph graph, Optional<OrtSession> session) {
        this.environment = environment;
        this.graph = graph;
        this.session = session;
        try {
            idle.add(bind());
        } catch (RuntimeException | OutOfMemoryError e) {
            close();
            throw e;
        }
    }

    private Binding bind() {
        return new Binding(
                environment, graph, session.map(OrtSession::getInputNames).orElse(Set.of()));
    }

    @Override
    public void write(int state, HostArray value) {
        idle.element().write(state, value);
    }

    @Override
    public HostArray read(int state) {
        return idle.element().read(state);
    }

    @Override
    public List<HostArray> run(List<HostArray> inputs) {
        Binding free = idle.poll();
        Binding binding = free == null ? bind() : free;
        try {
            return binding.run(session, inputs);
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime failed; the states are as before: " + e.getMessage(), e);
        } finally {
            idle.add(binding);
        }
    }

    @Override
    public void close() {
        idle.forEach(Binding::close);
        try {
            if (session.isPresent()) {
                session.get().close();
            }
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime did not close a session: " + e.getMessage(), e);
        }
    }
}
