package org.pushforward.backend.onnx.run;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Threads that compute beside the one that calls them. They wait actively for a while before they sleep: to wake a thread
 * on an idle core takes as long as a small task. Safe for use by several threads.
 */
public final class WorkerPool implements AutoCloseable {
    /** How long a thread waits actively, in nanoseconds; more than there is between the stages of a run. */
    private static final long SPIN_LIMIT = 1_000_000;

    private final List<Worker> workers;

    /** Starts a number of threads, which end when this is closed and do not keep the process alive. */
    public WorkerPool(int workers) {
        this.workers = Stream.generate(Worker::start).limit(workers).toList();
    }

    /**
     * Does several things at once, the first on the calling thread; all have ended when this returns or throws.
     *
     * @throws Exception what the first of those that failed threw
     */
    public void run(List<? extends Callable<?>> work) throws Exception {
        List<Job> jobs = work.stream().map(Job::new).toList();
        for (int i = 1; i < jobs.size(); i++) {
            jobs.get(i).given = i <= workers.size() && workers.get(i - 1).accept(jobs.get(i));
        }
        // What nobody took, because all are busy for other callers, is left to this thread.
        jobs.stream().filter(job -> !job.given).forEach(Job::run);
        for (Job job : jobs) {
            job.await();
        }
        for (Job job : jobs) {
            if (job.failure instanceof Error error) {
                throw error;
            }
            if (job.failure instanceof Exception exception) {
                throw exception;
            }
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::end);
    }

    /** Something to do, once. */
    private static final class Job {
        private final Callable<?> work;
        private boolean given;
        private Throwable failure;
        private volatile boolean done;

        Job(Callable<?> work) {
            this.work = work;
        }

        public void run() {
            perform();
            done = true;
        }

        void perform() {
            try {
                work.call();
            } catch (Exception | Error e) {
                failure = e;
            }
        }

        void await() {
            long end = System.nanoTime() + SPIN_LIMIT;
            while (!done) {
                if (System.nanoTime() < end) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(SPIN_LIMIT / 10);
                }
            }
        }
    }

    /** A thread and what it has to do. */
    private static final class Worker implements Runnable {
        private final AtomicReference<Job> job = new AtomicReference<>();
        private volatile boolean asleep;
        private volatile boolean ended;
        private Thread thread;

        static Worker start() {
            Worker worker = new Worker();
            worker.thread = new Thread(worker, "onnx");
            worker.thread.setDaemon(true);
            worker.thread.start();
            return worker;
        }

        boolean accept(Job given) {
            boolean free = job.compareAndSet(null, given);
            if (free && asleep) {
                LockSupport.unpark(thread);
            }
            return free;
        }

        void end() {
            ended = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            for (Job next = next(); next != null; next = next()) {
                next.perform();
                // Free before it says so: whoever waited may have the next job at once.
                job.set(null);
                next.done = true;
            }
        }

        /** Returns the next job, or null at the end. */
        private Job next() {
            long end = System.nanoTime() + SPIN_LIMIT;
            while (job.get() == null && !ended) {
                if (System.nanoTime() < end) {
                    Thread.onSpinWait();
                } else {
                    sleep();
                }
            }
            return job.get();
        }

        private void sleep() {
            asleep = true;
            // Whoever gave an job before it saw this thread asleep did not wake it.
            if (job.get() == null && !ended) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
