package org.pushforward.benchmark.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pushforward.backend.Cancellation;

/**
 * Long tasks that do not look for a request to stop themselves. If there is one, the caller goes on at once. Tasks that have begun end in
 * threads that do not keep the program alive, and the others never begin.
 */
final class AbandonableTasks {
    private static final long POLL_MILLISECONDS = 50;

    private AbandonableTasks() {}

    /**
     * Does tasks in parallel and returns their results in order.
     *
     * @param name the name of the tasks for messages
     * @throws CancellationException if a stop was requested, or this thread was interrupted
     */
    static <T> List<T> results(String name, List<Callable<T>> tasks, Cancellation cancellation) {
        int threads = Math.min(tasks.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<T>> futures = tasks.stream().map(pool::submit).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(name, future, cancellation));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static <T> T result(String name, Future<T> future, Cancellation cancellation) {
        while (!cancellation.isRequested()) {
            try {
                return future.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Look for a request to stop.
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stopped(name);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e.getCause());
            }
        }
        throw stopped(name);
    }

    private static CancellationException stopped(String name) {
        return new CancellationException(name + " was stopped");
    }
}
