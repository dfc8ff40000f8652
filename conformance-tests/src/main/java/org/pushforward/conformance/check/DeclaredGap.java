package org.pushforward.conformance.check;

/** Ends a check that needs something that the backend declares to be missing, or that this machine lacks. */
public final class DeclaredGap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Ends a check for a reason that names the missing feature. */
    public DeclaredGap(String reason) {
        super(reason, null, false, false);
    }
}
