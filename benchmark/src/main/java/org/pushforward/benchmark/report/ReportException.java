package org.pushforward.benchmark.report;

/** A file of a report cannot be written; the message names the file, why, and what to do. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
