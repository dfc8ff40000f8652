package org.pushforward.conformance.check;

import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The open backend that is tested: what it declares to be missing, and how to open another one like it. */
public final class BackendUnderTest implements AutoCloseable {
    private final Backend backend;
    private final boolean rounds;

    /**
     * Opens a backend.
     *
     * @param rounds whether it returns float32 results as float32 rather than as float64
     */
    public BackendUnderTest(String name, BackendOptions options, boolean rounds) {
        this.backend = Backends.open(name, options);
        this.rounds = rounds;
    }

    /** Returns the open backend. */
    public Backend backend() {
        return backend;
    }

    /** Returns the name of the backend. */
    public String name() {
        return backend.name();
    }

    /** Returns the provider of the backend. */
    public BackendProvider provider() {
        return Backends.providers().get(backend.name());
    }

    /** Opens another backend with the same options. */
    public Backend another() {
        return Backends.open(backend.name(), backend.options());
    }

    /** Opens another backend with the same options except for the number of threads. */
    public Backend withThreads(int threads) {
        return Backends.open(backend.name(), backend.options().withThreads(threads));
    }

    /** Returns whether the backend computes with an element type. */
    public boolean computesWith(DType dtype) {
        return backend.gap(Tensor.input("x", new TensorType(dtype, Shape.scalar())))
                .isEmpty();
    }

    /** Returns whether float32 results come back as float32 rather than as float64. */
    boolean rounds() {
        return rounds;
    }

    /** Returns what a program needs and the backend declares to be missing. */
    Optional<String> gap(Graph graph) {
        return Passes.optimize(graph, node -> backend.gap(node).isEmpty()).nodes().stream()
                .flatMap(node -> backend.gap(node).stream())
                .map(reason -> backend + " " + reason)
                .findFirst();
    }

    /**
     * Ends a check whose program the backend declares that it cannot run.
     *
     * @throws DeclaredGap if the program needs something that the backend lacks
     */
    public void require(Graph graph) {
        gap(graph).ifPresent(reason -> {
            throw new DeclaredGap(reason);
        });
    }

    /**
     * Compiles a program.
     *
     * @throws DeclaredGap if the program needs something that the backend declares to be missing
     */
    public Executable compile(Graph graph) {
        require(graph);
        return backend.compile(graph);
    }

    @Override
    public void close() {
        backend.close();
    }

    /** Returns the name and the device, such as {@code onnx on cpu}. */
    @Override
    public String toString() {
        return backend.toString();
    }
}
