package org.pushforward.backend.djl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A thread with a large stack. libtorch recurses over the nodes of a program when it loads, first runs and frees it,
 * and a long program would overflow an ordinary stack and crash the process.
 */
final class DeepStack {
    private static final long BYTES = 256L << 20;

    private DeepStack() {}

    /**
     * Runs an action on such a thread and waits for it, ignoring interrupts. Returns or throws what the action does.
     */
    static <T> T call(Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                result.complete(action.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        };
        Thread thread = new Thread(null, task, "pushforward-djl", BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
