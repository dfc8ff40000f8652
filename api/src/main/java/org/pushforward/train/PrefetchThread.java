package org.pushforward.train;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.pushforward.tensor.HostArray;

/**
 * Draws the random inputs of each iteration on another thread while the engine computes the previous iteration. Not thread-safe.
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
     * Starts drawing the inputs of the first iteration.
     *
     * @param draws draws the inputs of an iteration, given its number from 0
     * @param iterations the largest number of iterations, 1 or more
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

    /**
     * Returns the inputs of the next iteration and starts drawing those of the following one. Rethrows exceptions of the drawing thread.
     */
    @Override
    public Map<String, HostArray> next() {
        Map<String, HostArray> drawn = await(coming);
        if (begun < iterations) {
            begin();
        }
        return drawn;
    }

    /** Waits even if this thread is interrupted, because training checks for interrupts between iterations. */
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

    /** Stops the thread after its current draw. */
    @Override
    public void close() {
        Shutdown.of(thread);
    }
}
