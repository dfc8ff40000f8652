package org.pushforward.backend;

import java.util.Optional;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * An engine as its author sees it: one compiler from graphs to programs. Called only by {@link Backend}, which checks
 * arguments first. Safe for use by several threads.
 */
@Stability(Stability.Level.STABLE)
public interface Engine extends AutoCloseable {

    /**
     * Returns the primitives that it compiles. Composites that it has no kernel for are expanded before it sees them, so
     * only what it names of those.
     */
    Set<Class<? extends Primitive>> primitives();

    /** Returns the element types that it computes with. */
    Set<DType> dtypes();

    /**
     * Returns why a node cannot be computed although its primitive and element type are named above, such as a convolution
     * of float64 numbers; empty if it can. A composite node with a gap is expanded.
     */
    default Optional<String> gap(Tensor node) {
        return Optional.empty();
    }

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
