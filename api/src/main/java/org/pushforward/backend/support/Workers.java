package org.pushforward.backend.support;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.pushforward.Stability;

/**
 * Divides tasks among workers, such as backends on several GPUs. Each worker has a thread and takes the next task when it is free. A single
 * worker uses the calling thread. Safe for use by several threads if the workers are.
 *
 * @param <W> the type of a worker
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Workers<W> {
    private final List<W> workers;

    private Workers(List<W> workers) {
        this.workers = workers;
    }

    /**
     * Makes a group of workers.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static <W> Workers<W> of(List<W> workers) {
        if (workers.isEmpty()) {
            throw new IllegalArgumentException("no workers: expected at least one");
        }
        return new Workers<>(List.copyOf(workers));
    }

    /**
     * Does tasks and returns their results in the order of the tasks. If a task throws, no other task begins, those that have begun end, and
     * the exception of the first such task is thrown.
     *
     * @param work does one task with one worker, and never returns null
     * @throws CancellationException if the calling thread is interrupted, which interrupts the workers and waits for them
     */
    public <T, R> List<R> map(List<T> tasks, BiFunction<? super W, ? super T, ? extends R> work) {
        if (workers.size() == 1) {
            return tasks.stream()
                    .<R>map(task -> work.apply(workers.get(0), task))
                    .toList();
        }
        Queue<T, R> queue = new Queue<>(tasks, work);
        List<Thread> threads = IntStream.range(0, Math.min(workers.size(), tasks.size()))
                .mapToObj(i -> new Thread(() -> queue.serve(workers.get(i)), "pushforward-worker-" + i))
                .toList();
        threads.forEach(thread -> thread.setDaemon(true));
        threads.forEach(Thread::start);
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= await(thread, () -> {
                queue.stop();
                threads.forEach(Thread::interrupt);
            });
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while " + workers.size() + " workers were working");
        }
        return queue.results();
    }

    /** Waits for a thread and returns whether this thread was interrupted meanwhile. */
    private static boolean await(Thread thread, Runnable onInterrupt) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                onInterrupt.run();
            }
        }
    }

    /** The tasks that wait, and what became of the others. */
    private final class Queue<T, R> {
        private final List<T> tasks;
        private final BiFunction<? super W, ? super T, ? extends R> work;
        private final AtomicInteger next = new AtomicInteger();
        private final Object[] results;
        private final Throwable[] failures;

        Queue(List<T> tasks, BiFunction<? super W, ? super T, ? extends R> work) {
            this.tasks = List.copyOf(tasks);
            this.work = work;
            this.results = new Object[tasks.size()];
            this.failures = new Throwable[tasks.size()];
        }

        void serve(W worker) {
            for (int i = next.getAndIncrement(); i < results.length; i = next.getAndIncrement()) {
                try {
                    results[i] = work.apply(worker, tasks.get(i));
                } catch (RuntimeException | Error e) {
                    failures[i] = e;
                    stop();
                }
            }
        }

        void stop() {
            next.set(results.length);
        }

        @SuppressWarnings("unchecked") // The array contains what the work returned.
        List<R> results() {
            Arrays.stream(failures).filter(Objects::nonNull).findFirst().ifPresent(failure -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            });
            return (List<R>) Collections.unmodifiableList(Arrays.asList(results));
        }
    }
}
