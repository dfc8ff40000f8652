package org.pushforward.train;

/** Training that came to a loss that is not a number. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingException(String message) {
        super(message);
    }
}
