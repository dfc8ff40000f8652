package org.pushforward.conformance;

import java.util.Optional;
import java.util.Set;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Passes;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** An open backend, what its engine declares, and how to open another of the same kind. */
final class BackendUnderTest implements AutoCloseable {
    private final Backend backend;
    /** What an engine declares is for its author's eyes, so it is asked of a second one. */
    private final Engine declared;

    private final boolean rounds;

    /**
     * Opens a backend.
     *
     * @param rounds whether float32 results come back as float32
     */
    BackendUnderTest(String name, BackendOptions options, boolean rounds) {
        this.backend = Backends.open(name, options);
        this.declared = provider().open(options);
        this.rounds = rounds;
    }

    Backend backend() {
        return backend;
    }

    String name() {
        return backend.name();
    }

    BackendProvider provider() {
        return Backends.providers().get(backend.name());
    }

    /** Opens another one with the same options. */
    Backend another() {
        return Backends.open(backend.name(), backend.options());
    }

    /** Returns the element types that the engine declares. */
    Set<DType> dtypes() {
        return declared.dtypes();
    }

    /** Returns whether float32 results come back as float32. */
    boolean rounds() {
        return rounds;
    }

    /** Returns what the engine does not declare and a program needs. */
    Optional<String> gap(Graph graph) {
        for (Tensor node : Passes.optimise(graph).nodes()) {
            if (!declared.primitives().contains(node.primitive().getClass())) {
                return Optional.of(
                        backend + " declares no primitive " + node.primitive().name());
            }
            if (!declared.dtypes().contains(node.dtype())) {
                return Optional.of(backend + " declares no element type " + node.dtype());
            }
        }
        return Optional.empty();
    }

    /** Refuses a program that needs what the engine does not declare. */
    void require(Graph graph) {
        gap(graph).ifPresent(reason -> {
            throw new DeclaredGap(reason);
        });
    }

    /** Compiles a program, unless it needs what the engine does not declare. */
    Executable compile(Graph graph) {
        require(graph);
        return backend.compile(graph);
    }

    @Override
    public void close() {
        backend.close();
        declared.close();
    }

    /** Returns the name and the device, such as {@code onnx on cpu}. */
    @Override
    public String toString() {
        return backend.toString();
    }
}
