package org.pushforward.backend;

import java.util.concurrent.atomic.AtomicBoolean;
import org.pushforward.Stability;

/** A request to stop, made by one thread and heeded by another at its next step. Safe for use by several threads. */
@Stability(Stability.Level.STABLE)
public final class Cancellation {
    private final AtomicBoolean requested = new AtomicBoolean();

    /** Asks for a stop. */
    public void request() {
        requested.set(true);
    }

    /** Returns whether a stop was asked for. */
    public boolean isRequested() {
        return requested.get();
    }
}
