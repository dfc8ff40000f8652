package org.pushforward.benchmark.run;

/** Thrown if a run folder cannot be written. The message names the folder, the reason, and what to do. */
public final class RunFolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
