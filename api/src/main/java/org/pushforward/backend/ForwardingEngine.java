package org.pushforward.backend;

import java.util.Optional;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** An engine that passes every call on to another one. Subclasses override the calls that they change. */
@Stability(Stability.Level.EXPERIMENTAL)
public abstract class ForwardingEngine implements Engine {
    private final Engine engine;

    /** Wraps an engine, which {@link #close} closes. */
    protected ForwardingEngine(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Set<Class<? extends Primitive>> primitives() {
        return engine.primitives();
    }

    @Override
    public Set<DType> dtypes() {
        return engine.dtypes();
    }

    @Override
    public Optional<String> gap(Tensor node) {
        return engine.gap(node);
    }

    @Override
    public Program compile(Graph graph) {
        return engine.compile(graph);
    }

    @Override
    public void close() {
        engine.close();
    }
}
