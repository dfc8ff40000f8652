package org.pushforward.benchmark.run;

/** A run folder that cannot be written; the message names it, why, and what to do. */
public final class RunFolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
