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
    private static final long PATIENCE = 1_000_000;

    private final List<Helper> helpers;

    /** Starts a number of threads, which end when this is closed and do not keep the process alive. */
    public WorkerPool(int helpers) {
        this.helpers = Stream.generate(Helper::start).limit(helpers).toList();
    }

    /**
     * Does several things at once, the first on the calling thread; all have ended when this returns or throws.
     *
     * @throws Exception what the first of those that failed threw
     */
    public void run(List<? extends Callable<?>> work) throws Exception {
        List<Errand> errands = work.stream().map(Errand::new).toList();
        for (int i = 1; i < errands.size(); i++) {
            errands.get(i).given = i <= helpers.size() && helpers.get(i - 1).accept(errands.get(i));
        }
        // What nobody took, because all are busy for other callers, is left to this thread.
        errands.stream().filter(errand -> !errand.given).forEach(Errand::run);
        for (Errand errand : errands) {
            errand.await();
        }
        for (Errand errand : errands) {
            if (errand.failure instanceof Error error) {
                throw error;
            }
            if (errand.failure instanceof Exception exception) {
                throw exception;
            }
        }
    }

    @Override
    public void close() {
        helpers.forEach(Helper::end);
    }

    /** Something to do, once. */
    private static final class Errand {
        private final Callable<?> work;
        private boolean given;
        private Throwable failure;
        private volatile boolean done;

        Errand(Callable<?> work) {
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
            long end = System.nanoTime() + PATIENCE;
            while (!done) {
                if (System.nanoTime() < end) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(PATIENCE / 10);
                }
            }
        }
    }

    /** A thread and what it has to do. */
    private static final class Helper implements Runnable {
        private final AtomicReference<Errand> errand = new AtomicReference<>();
        private volatile boolean asleep;
        private volatile boolean ended;
        private Thread thread;

        static Helper start() {
            Helper helper = new Helper();
            helper.thread = new Thread(helper, "onnx");
            helper.thread.setDaemon(true);
            helper.thread.start();
            return helper;
        }

        boolean accept(Errand given) {
            boolean free = errand.compareAndSet(null, given);
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
            for (Errand next = next(); next != null; next = next()) {
                next.perform();
                // Free before it says so: whoever waited may have the next errand at once.
                errand.set(null);
                next.done = true;
            }
        }

        /** Returns the next errand, or null at the end. */
        private Errand next() {
            long end = System.nanoTime() + PATIENCE;
            while (errand.get() == null && !ended) {
                if (System.nanoTime() < end) {
                    Thread.onSpinWait();
                } else {
                    sleep();
                }
            }
            return errand.get();
        }

        private void sleep() {
            asleep = true;
            // Whoever gave an errand before it saw this thread asleep did not wake it.
            if (errand.get() == null && !ended) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
