package org.pushforward.backend.djl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A thread with room for libtorch's recursion: it walks a program node by node when it loads, first runs and frees it,
 * and a long program would overflow an ordinary stack, which kills the process.
 */
final class DeepStack {
    private static final long BYTES = 256L << 20;

    private DeepStack() {}

    /** Runs an action on such a thread, waits for it without heeding interruption, and returns or throws what it did. */
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
