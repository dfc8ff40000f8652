package org.pushforward.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.pushforward.Stability;

/** Thrown if a data file cannot be read or used. The message names the file, the place and the value, and says what to do. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class DataFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message. */
    public DataFileException(String message) {
        super(message);
    }

    private DataFileException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns the exception for a file that cannot be opened or read. */
    public static DataFileException unreadable(Path file, IOException cause) {
        String reason = cause instanceof NoSuchFileException
                ? "no such file"
                : cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause.getMessage());
        return new DataFileException("cannot read " + file + ": " + reason, cause);
    }

    /** Returns the exception with a message and a cause. */
    public static DataFileException of(String message, Throwable cause) {
        return new DataFileException(message, cause);
    }
}
