package org.pushforward.backend;

import org.pushforward.Stability;

/** A graph that needs what an engine declares that it lacks, as {@link Backend#gap} says; nothing was compiled. */
@Stability(Stability.Level.STABLE)
public final class MissingCapabilityException extends BackendException {
    private static final long serialVersionUID = 1L;

    MissingCapabilityException(String message) {
        super(message);
    }
}
