package org.pushforward.conformance.check;

/**
 * How far a backend was from what was expected of it where it passed.
 *
 * @param ulps the largest error in units in the last place: of the element expected or, for sums and gradients, of the
 *     largest element of the tensor
 * @param relative the largest error relative to the largest element of the tensor
 * @param share the largest error relative to what was allowed; 1 is the most that passes
 * @param kind the class of the tolerance, such as {@code EXACT}; empty if nothing was measured
 * @param note figures for the reader of the report, often none
 */
public record Observed(double ulps, double relative, double share, String kind, String note) {
    /** Nothing was measured, or nothing was wrong. */
    public static final Observed NONE = new Observed(0, 0, 0, "", "");

    /** Returns a relative error and how much of it was allowed. */
    static Observed relative(double error, double allowed) {
        return new Observed(0, error, error == 0 ? 0 : error / allowed, "MODEL", "");
    }

    /** Returns figures alone. */
    public static Observed note(String note) {
        return new Observed(0, 0, 0, "", note);
    }

    /** Returns the larger of each error, and both notes. */
    public Observed and(Observed other) {
        return new Observed(
                Math.max(ulps, other.ulps),
                Math.max(relative, other.relative),
                Math.max(share, other.share),
                kind.isEmpty() ? other.kind : kind,
                note.isEmpty() || other.note.isEmpty() ? note + other.note : note + "; " + other.note);
    }
}
