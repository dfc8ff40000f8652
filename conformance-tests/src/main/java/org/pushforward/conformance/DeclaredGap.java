package org.pushforward.conformance;

/** Ends a check that needs what the backend declares that it lacks, or what this machine lacks. */
final class DeclaredGap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeclaredGap(String reason) {
        super(reason, null, false, false);
    }
}
