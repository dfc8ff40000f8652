package org.pushforward.zoo.field.covariance;

/** Thrown if a covariance matrix is not positive definite: two places may be the same, or the function may not be a valid covariance. */
public final class NotPositiveDefiniteException extends IllegalArgumentException {
    /** Makes an exception with a message. */
    public NotPositiveDefiniteException(String message) {
        super(message);
    }
}
