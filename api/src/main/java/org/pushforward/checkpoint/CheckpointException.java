package org.pushforward.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.pushforward.Stability;

/** Thrown if a checkpoint cannot be written or read. The message names the file, the problem and the remedy. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message. */
    public CheckpointException(String message) {
        super(message);
    }

    /** Makes an exception with a message and a cause. */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns an exception for an I/O error. */
    static CheckpointException of(String what, IOException cause) {
        return new CheckpointException(what + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no " + cause.getMessage();
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied for " + cause.getMessage();
        }
        return cause instanceof FileSystemException system && system.getReason() != null
                ? system.getReason() + " (" + system.getFile() + ")"
                : String.valueOf(cause.getMessage());
    }
}
