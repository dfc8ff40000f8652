package org.pushforward.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tracing;

/**
 * An engine that gives up a compilation if it does not end soon after a stop was requested, or at once if {@link Tracing} is stopped.
 * Native code cannot be interrupted, so each compilation runs in its own thread. After a compilation was given up, its thread finishes it
 * and closes the program.
 */
final class StoppableEngine extends ForwardingEngine {
    private static final long POLL_MILLIS = 20;
    private static final String GIVEN_UP = "a compilation was given up, because a stop was requested";

    private final Cancellation cancellation;
    private final Duration patience;
    private boolean givenUp;
    private boolean compiling;
    private boolean closed;

    /**
     * Wraps an engine.
     *
     * @param engine the engine that compiles
     * @param cancellation requests a stop; an interrupt of the calling thread does so as well
     * @param patience the time that a compilation may still take after the request, for example to score a partly trained model
     */
    StoppableEngine(Engine engine, Cancellation cancellation, Duration patience) {
        super(engine);
        this.cancellation = cancellation;
        this.patience = patience;
    }

    /**
     * Compiles a graph.
     *
     * @throws CancellationException if this compilation or an earlier one was given up
     */
    @Override
    public Program compile(Graph graph) {
        begin();
        FutureTask<Program> task = new FutureTask<>(() -> compiled(graph));
        Thread thread = new Thread(task, "compilation");
        thread.setDaemon(true);
        thread.start();
        return awaited(task);
    }

    private Program awaited(FutureTask<Program> task) {
        boolean interrupted = false;
        long requested = 0;
        try {
            while (true) {
                try {
                    return task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    if (Tracing.isStopped() && giveUp()) {
                        throw new CancellationException(GIVEN_UP);
                    }
                    if (!interrupted && !cancellation.isRequested()) {
                        continue;
                    }
                    requested = requested == 0 ? System.nanoTime() : requested;
                    if (System.nanoTime() - requested >= patience.toNanos() && giveUp()) {
                        throw new CancellationException(GIVEN_UP);
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // The interface allows no checked exceptions.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void begin() {
        if (givenUp) {
            throw new CancellationException("nothing is compiled any more, because a stop was requested");
        }
        compiling = true;
    }

    /** Returns whether the compilation was still running. */
    private synchronized boolean giveUp() {
        givenUp = compiling;
        return givenUp;
    }

    /** Compiles a graph in the other thread. The compilation has ended before its result is there. */
    private Program compiled(Graph graph) {
        Optional<Program> program = Optional.empty();
        try {
            program = Optional.of(super.compile(graph));
            return program.get();
        } finally {
            end(program);
        }
    }

    private synchronized void end(Optional<Program> program) {
        compiling = false;
        if (givenUp) {
            program.ifPresent(Program::close);
            if (closed) {
                super.close();
            }
        }
    }

    /** Closes the engine; if a compilation was given up and still runs, then when it ends. */
    @Override
    public synchronized void close() {
        closed = true;
        if (!compiling) {
            super.close();
        }
    }
}
