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
 * An engine opened on a device. Compiles graphs; closing it closes what it compiled. Safe for use by several threads.
 *
 * <p>A program whose executable was closed is kept for the next graph of the same content, which then costs no compilation. At
 * most {@value #IDLE_PROGRAMS} are kept, of together about {@value #IDLE_MEBIBYTES} MiB, those that were closed last.
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

    /** Returns the options with which it was opened. */
    public BackendOptions options() {
        return options;
    }

    /**
     * Returns how long the engine has run so far, for all executables together; runs at the same time count each. What is left of a
     * program's time is the host's share.
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
     * Returns why this backend cannot compute a node, in words that follow its name; empty if it can. A composite that is
     * none of its kernels is a gap too, though {@link #compile} expands it.
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

    /** Closes every executable that is still open, then the engine. Closing twice does nothing. */
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

    /** Returns the name and the device, such as {@code onnx on cpu}. */
    @Override
    public String toString() {
        return name + " on " + options.device();
    }
}
