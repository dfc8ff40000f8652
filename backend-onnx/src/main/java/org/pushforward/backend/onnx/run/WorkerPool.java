package org.pushforward.backend.onnx.run;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A pool of threads that compute alongside the calling thread. They spin for a while before they sleep, because waking
 * a thread on an idle core takes as long as a small task. Safe for use by several threads.
 */
public final class WorkerPool implements AutoCloseable {
    /** How long a thread spins, in nanoseconds; longer than the gap between the stages of a run. */
    private static final long SPIN_LIMIT = 1_000_000;

    private final List<Worker> workers;

    /** Starts the given number of daemon threads, which end when the pool is closed. */
    public WorkerPool(int workers) {
        this.workers = Stream.generate(Worker::start).limit(workers).toList();
    }

    /**
     * Runs several jobs concurrently, the first on the calling thread. All have ended when this method returns or
     * throws.
     *
     * @throws Exception the exception of the first job that failed
     */
    public void run(List<? extends Callable<?>> work) throws Exception {
        List<Job> jobs = work.stream().map(Job::new).toList();
        for (int i = 1; i < jobs.size(); i++) {
            jobs.get(i).given = i <= workers.size() && workers.get(i - 1).accept(jobs.get(i));
        }
        // This thread runs the jobs that no worker took because all are busy for other callers.
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

    /** A job, which runs once. */
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

    /** A thread and its current job. */
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
                // Mark the worker free before completing the job, because the waiting caller may submit the next job
                // immediately.
                job.set(null);
                next.done = true;
            }
        }

        /** Returns the next job, or null if the pool was closed. */
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
            // A caller that submitted a job before it saw this thread asleep did not wake it.
            if (job.get() == null && !ended) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
