package org.pushforward.backend;

import java.util.List;
import java.util.function.Predicate;
import org.pushforward.backend.reference.ReferenceProvider;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.HostArray;

/**
 * An interpreter that counts programs and the elements that they return, and refuses graphs that a test chooses.
 *
 * <p>A backend keeps the program of a closed executable for the next graph of the same content. Repeating an action that leaves no
 * executable open therefore compiles nothing.
 */
public final class WatchedEngine extends ForwardingEngine {
    private final Predicate<Graph> refused;
    private int compiled;
    private int closed;
    private long most;

    private WatchedEngine(Predicate<Graph> refused) {
        super(new ReferenceProvider().open(BackendOptions.defaults()));
        this.refused = refused;
    }

    /** Returns an engine that compiles every graph. */
    public static WatchedEngine of() {
        return refusing(graph -> false);
    }

    /** Returns an engine that refuses some graphs. */
    public static WatchedEngine refusing(Predicate<Graph> refused) {
        return new WatchedEngine(refused);
    }

    /** Opens a backend with this engine. */
    public Backend open() {
        return new Backend("watched", BackendOptions.defaults(), this);
    }

    /** Returns the number of compiled programs. */
    public int compiled() {
        return compiled;
    }

    /** Returns the number of closed programs. */
    public int closed() {
        return closed;
    }

    /** Returns the largest number of elements that one run returned. */
    public long most() {
        return most;
    }

    @Override
    public Program compile(Graph graph) {
        if (refused.test(graph)) {
            throw new BackendException("this graph is refused");
        }
        compiled++;
        Program program = super.compile(graph);
        return new Program() {
            @Override
            public void write(int state, HostArray value) {
                program.write(state, value);
            }

            @Override
            public HostArray read(int state) {
                return program.read(state);
            }

            @Override
            public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
                List<HostArray> results = program.run(inputs, wanted);
                most = Math.max(
                        most, results.stream().mapToLong(HostArray::size).sum());
                return results;
            }

            @Override
            public boolean isWide() {
                return program.isWide();
            }

            @Override
            public void close() {
                closed++;
                program.close();
            }
        };
    }
}
