package org.pushforward.backend;

import java.util.Set;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;

/**
 * An engine as its author sees it: one compiler from graphs to programs. Called only by {@link Backend}, which checks
 * arguments first. Safe for use by several threads.
 */
public interface Engine extends AutoCloseable {

    /** Returns the primitives that it compiles. */
    Set<Class<? extends Primitive>> primitives();

    /** Returns the element types that it computes with. */
    Set<DType> dtypes();

    /**
     * Compiles a graph that holds only primitives and element types named above. The states begin undefined.
     *
     * @throws BackendException if the engine refuses the graph
     */
    Program compile(Graph graph);

    /** Releases what the engine holds. Programs are closed before. */
    @Override
    void close();
}
