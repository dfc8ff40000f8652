package org.pushforward.backend;

import java.util.concurrent.atomic.AtomicBoolean;
import org.pushforward.Stability;

/** A request to stop, made by one thread and honored by another at its next step. Thread-safe. */
@Stability(Stability.Level.STABLE)
public final class Cancellation {
    private final AtomicBoolean requested = new AtomicBoolean();

    /** Requests a stop. */
    public void request() {
        requested.set(true);
    }

    /** Returns whether a stop was requested. */
    public boolean isRequested() {
        return requested.get();
    }
}
