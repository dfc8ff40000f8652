package org.pushforward.conformance.check;

/**
 * How binding a rule is.
 *
 * @param kind what is asked
 * @param detail the capability that an optional rule is about, or why a rule is not tested; else empty
 */
public record Level(Kind kind, String detail) {
    /** What is asked of a backend. */
    public enum Kind {
        /** Every backend keeps the rule. */
        REQUIRED,
        /** A backend with a certain capability keeps the rule. */
        OPTIONAL,
        /** Every backend keeps the rule, and a test may miss that one does not. */
        STOCHASTIC,
        /** Every backend keeps the rule, and no test shows it. */
        UNTESTED
    }

    /** Returns the level of what every backend keeps. */
    public static Level required() {
        return new Level(Kind.REQUIRED, "");
    }

    /** Returns the level of what a backend with a capability keeps. */
    public static Level optional(String capability) {
        return new Level(Kind.OPTIONAL, capability);
    }

    /** Returns the level of what every backend keeps and tests show by chance. */
    public static Level stochastic() {
        return new Level(Kind.STOCHASTIC, "");
    }

    /** Returns the level of what every backend keeps and no test shows, for a reason. */
    public static Level untested(String reason) {
        return new Level(Kind.UNTESTED, reason);
    }

    /** Returns the kind, and the detail in brackets, such as {@code OPTIONAL(a deterministic device)}. */
    @Override
    public String toString() {
        return detail.isEmpty() ? kind.name() : kind + "(" + detail + ")";
    }
}
