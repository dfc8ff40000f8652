package org.pushforward.zoo.field.covariance;

/** Says that the covariance of some values is not positive definite: two of them may be the same, or the function is no covariance. */
public final class NotPositiveDefiniteException extends IllegalArgumentException {
    /** Makes one with a message. */
    public NotPositiveDefiniteException(String message) {
        super(message);
    }
}
