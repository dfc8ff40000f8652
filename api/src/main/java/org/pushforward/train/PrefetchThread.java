package org.pushforward.train;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.pushforward.tensor.HostArray;

/**
 * The random inputs of one iteration after another, each drawn on a thread of its own while the engine computes the iteration
 * before. Not safe for use by several threads.
 */
final class PrefetchThread implements Prefetch {
    private final LongFunction<Map<String, HostArray>> draws;
    private final long iterations;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "pushforward-draws");
        made.setDaemon(true);
        return made;
    });
    private long begun;
    private Future<Map<String, HostArray>> coming;

    /**
     * Begins with the first iteration.
     *
     * @param draws the inputs of an iteration, by its number from 0
     * @param iterations how many there are at most, 1 or more
     */
    PrefetchThread(LongFunction<Map<String, HostArray>> draws, long iterations) {
        this.draws = draws;
        this.iterations = iterations;
        begin();
    }

    private void begin() {
        long number = begun++;
        coming = thread.submit(() -> draws.apply(number));
    }

    /** Returns the inputs of the next iteration, and begins with those of the one after; throws what drawing them threw. */
    @Override
    public Map<String, HostArray> next() {
        Map<String, HostArray> drawn = await(coming);
        if (begun < iterations) {
            begin();
        }
        return drawn;
    }

    /** Waits whether or not this thread is interrupted: what stops training is looked at between iterations. */
    private static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the thread, when it is done with what it draws. */
    @Override
    public void close() {
        Shutdown.of(thread);
    }
}
