package org.pushforward.backend;

import org.pushforward.Stability;

/** Thrown if a graph needs a capability that the engine lacks, see {@link Backend#gap}; nothing was compiled. */
@Stability(Stability.Level.STABLE)
public final class MissingCapabilityException extends BackendException {
    private static final long serialVersionUID = 1L;

    MissingCapabilityException(String message) {
        super(message);
    }
}
