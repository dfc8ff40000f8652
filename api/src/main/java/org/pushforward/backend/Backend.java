package org.pushforward.backend;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;

/**
 * An engine opened on a device. It compiles graphs; closing it closes all of its executables. Thread-safe.
 *
 * <p>Programs of closed executables are kept for later graphs with the same content, which then need no compilation. The backend keeps the
 * most recently closed ones, at most {@value #IDLE_PROGRAMS} with about {@value #IDLE_MEBIBYTES} MiB in total.
 */
@Stability(Stability.Level.STABLE)
public final class Backend implements AutoCloseable {
    private static final int IDLE_PROGRAMS = 32;
    private static final int IDLE_MEBIBYTES = 256;

    private final String name;
    private final BackendOptions options;
    private final Engine engine;
    private final Set<Executable> executables = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdlePrograms idle = new IdlePrograms(IDLE_PROGRAMS, (long) IDLE_MEBIBYTES << 20);
    private final LongAdder nanosInRuns = new LongAdder();
    private boolean closed;

    Backend(String name, BackendOptions options, Engine engine) {
        this.name = name;
        this.options = options;
        this.engine = engine;
    }

    /** Returns the backend's name, such as {@code onnx}. */
    public String name() {
        return name;
    }

    /** Returns the options that it was opened with. */
    public BackendOptions options() {
        return options;
    }

    /**
     * Returns the total running time of the engine over all executables; concurrent runs each count. The rest of a program's time is spent
     * on the host.
     */
    public Duration timeInRuns() {
        return Duration.ofNanos(nanosInRuns.sum());
    }

    /**
     * Compiles a graph after applying the passes that all backends share, or reuses a closed program with the same
     * content. Either way, the executable has its own states, which are unwritten.
     *
     * @throws MissingCapabilityException if the engine lacks a primitive or an element type that the graph needs; the
     * message names it
     * @throws IllegalArgumentException if a constant of the graph is a position outside its axis
     * @throws BackendException if the engine refuses the graph
     * @throws IllegalStateException if this backend is closed
     */
    public Executable compile(Graph graph) {
        GraphContent content = GraphContent.of(graph);
        synchronized (executables) {
            checkOpen();
            Optional<CompiledGraph> known = idle.take(content);
            if (known.isPresent()) {
                return opened(known.get());
            }
        }
        Graph optimized = Passes.optimize(graph, node -> gap(node).isEmpty());
        for (Tensor node : optimized.nodes()) {
            gap(node).ifPresent(reason -> {
                throw new MissingCapabilityException(
                        "backend " + name + " " + reason + ", which the graph needs for " + node);
            });
        }
        synchronized (executables) {
            checkOpen();
            return opened(CompiledGraph.of(content, optimized, engine.compile(optimized)));
        }
    }

    private Executable opened(CompiledGraph compiled) {
        Executable executable = new Executable(compiled, name, nanosInRuns, this::release);
        executables.add(executable);
        return executable;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("backend " + name + " is closed: open() another one");
        }
    }

    /**
     * Returns why this backend cannot compute a node, in words that follow its name; empty if it can. A composite without a kernel also is
     * a gap, although {@link #compile} expands it.
     */
    public Optional<String> gap(Tensor node) {
        if (!engine.primitives().contains(node.primitive().getClass())) {
            return Optional.of("has no primitive " + node.primitive().name());
        }
        return engine.dtypes().contains(node.dtype())
                ? engine.gap(node)
                : Optional.of("does not compute with " + node.dtype());
    }

    private void release(Executable executable) {
        synchronized (executables) {
            executables.remove(executable);
            if (closed || executable.failed()) {
                executable.compiled().program().close();
            } else {
                idle.keep(executable.compiled());
            }
        }
    }

    /** Closes all open executables, then the engine. Closing twice has no effect. */
    @Override
    public void close() {
        Set<Executable> open;
        synchronized (executables) {
            if (closed) {
                return;
            }
            closed = true;
            open = Set.copyOf(executables);
        }
        open.forEach(Executable::close);
        idle.close();
        engine.close();
    }

    /** Returns the name and the place, such as {@code onnx on cpu} or {@code onnx on gpu:0 tf32}. */
    @Override
    public String toString() {
        return name + " on " + options.place();
    }
}
