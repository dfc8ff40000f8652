package org.pushforward.graph;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.pushforward.Stability;

/**
 * Ends the description of a computation early. Deep models have hundreds of thousands of nodes, so making, differentiating and rewriting
 * them can take long. Inside {@link #unless}, all of this ends at the next node once a stop is requested.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Tracing {
    // The model's own code makes nodes, so the condition cannot be passed along.
    private static final ThreadLocal<BooleanSupplier> STOP = new ThreadLocal<>();

    private Tracing() {}

    /**
     * Returns the result of a function that makes nodes in this thread, unless a stop is requested meanwhile. Calls may be nested; then a
     * stop of the outer one ends the inner one too.
     *
     * @param stopped whether a stop is requested; it is asked often, so it must be fast
     * @throws CancellationException if a stop is requested before the function returns, at the next node
     */
    public static <T> T unless(BooleanSupplier stopped, Supplier<T> function) {
        BooleanSupplier outer = STOP.get();
        STOP.set(outer == null ? stopped : () -> outer.getAsBoolean() || stopped.getAsBoolean());
        try {
            return function.get();
        } finally {
            if (outer == null) {
                STOP.remove();
            } else {
                STOP.set(outer);
            }
        }
    }

    /** Returns whether this thread is inside {@link #unless} and a stop is requested. */
    public static boolean isStopped() {
        BooleanSupplier stopped = STOP.get();
        return stopped != null && stopped.getAsBoolean();
    }

    /**
     * Throws if a stop is requested. Loops over the nodes of a graph call it.
     *
     * @throws CancellationException if {@link #isStopped}
     */
    public static void check() {
        if (isStopped()) {
            throw new CancellationException("tracing ended, because a stop was requested");
        }
    }
}
