package org.pushforward.train;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Shuts down a thread after its current work. */
final class Shutdown {
    private Shutdown() {}

    /** Accepts no more work and waits for the rest. An interrupt does not shorten the wait; the flag is restored at the end. */
    static void of(ExecutorService thread) {
        thread.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
