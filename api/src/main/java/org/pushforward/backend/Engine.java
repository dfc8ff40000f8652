package org.pushforward.backend;

import java.util.Optional;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * The interface that the author of an engine implements: a compiler from graphs to programs. Only {@link Backend} calls it, after checking
 * arguments. Implementations are thread-safe.
 */
@Stability(Stability.Level.STABLE)
public interface Engine extends AutoCloseable {

    /**
     * Returns the primitives that it compiles. It should name a composite only if it has a kernel for it; all others are expanded first.
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
     * Compiles a graph that contains only the primitives and element types named above. The states are initially undefined.
     *
     * @throws BackendException if the engine refuses the graph
     */
    Program compile(Graph graph);

    /** Releases the resources of the engine. Its programs are closed first. */
    @Override
    void close();
}
