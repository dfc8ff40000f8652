package org.pushforward.conformance.check;

/** Ends a check that needs what the backend declares that it lacks, or what this machine lacks. */
public final class DeclaredGap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeclaredGap(String reason) {
        super(reason, null, false, false);
    }
}
