package org.pushforward.backend;

import org.pushforward.Stability;

/** An engine that is absent, cannot be opened, lacks a primitive, or failed; the message says which and what to do. */
@Stability(Stability.Level.STABLE)
public sealed class BackendException extends RuntimeException permits MissingCapabilityException {
    private static final long serialVersionUID = 1L;

    /** Makes one with a message. */
    public BackendException(String message) {
        super(message);
    }

    /** Makes one with a message and what the engine threw. */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
