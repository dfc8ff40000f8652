package org.pushforward.conformance.check;

/**
 * The largest errors that a check measured on a backend that passed it.
 *
 * @param ulps the largest error in units in the last place: of the expected element or, for sums and gradients, of the
 *     largest element of the tensor
 * @param relative the largest error relative to the largest element of its tensor
 * @param share the largest error as a share of what was allowed; 1 is the most that passes
 * @param kind the class of the tolerance, such as {@code EXACT}; empty if nothing was measured
 * @param note figures for the reader of the report, such as memory in use; often empty
 */
public record MeasuredError(double ulps, double relative, double share, String kind, String note) {
    /** Nothing was measured, or nothing was off. */
    public static final MeasuredError NONE = new MeasuredError(0, 0, 0, "", "");

    /** Returns the relative error of a quantity of a model. */
    static MeasuredError relative(double error, double allowed) {
        return new MeasuredError(0, error, error == 0 ? 0 : error / allowed, "MODEL", "");
    }

    /** Returns figures and no error. */
    public static MeasuredError note(String note) {
        return new MeasuredError(0, 0, 0, "", note);
    }

    /** Returns the larger of each error, and both notes. */
    public MeasuredError and(MeasuredError other) {
        return new MeasuredError(
                Math.max(ulps, other.ulps),
                Math.max(relative, other.relative),
                Math.max(share, other.share),
                kind.isEmpty() ? other.kind : kind,
                note.isEmpty() || other.note.isEmpty() ? note + other.note : note + "; " + other.note);
    }
}
