package org.pushforward.backend;

/** A graph that needs what an engine declares that it lacks, as {@link Backend#gap} says; nothing was compiled. */
public final class MissingCapabilityException extends BackendException {
    private static final long serialVersionUID = 1L;

    MissingCapabilityException(String message) {
        super(message);
    }
}
