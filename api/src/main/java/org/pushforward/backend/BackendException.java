package org.pushforward.backend;

import org.pushforward.Stability;

/** Thrown if an engine is absent, cannot be opened, lacks a primitive, or fails. The message states the problem and the remedy. */
@Stability(Stability.Level.STABLE)
public sealed class BackendException extends RuntimeException permits MissingCapabilityException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message. */
    public BackendException(String message) {
        super(message);
    }

    /** Makes an exception with a message and the exception of the engine. */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
