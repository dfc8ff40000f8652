package org.pushforward.conformance.check;

/**
 * The level of a rule: whether every backend must follow it, and whether tests can show that a backend breaks it.
 *
 * @param kind the kind of level
 * @param detail the capability that an optional rule depends on, or the reason why a rule is not tested; otherwise empty
 */
public record Level(Kind kind, String detail) {
    /** The kind of a level. */
    public enum Kind {
        /** Every backend keeps the rule, and the tests show it. */
        REQUIRED,
        /** Every backend with a certain capability keeps the rule. */
        OPTIONAL,
        /** Every backend keeps the rule, but a test may miss a backend that breaks it. */
        STOCHASTIC,
        /** Every backend keeps the rule, but no test shows it. */
        UNTESTED
    }

    /** Returns the level of a rule that every backend keeps. */
    public static Level required() {
        return new Level(Kind.REQUIRED, "");
    }

    /** Returns the level of a rule that a backend with some capability keeps. */
    public static Level optional(String capability) {
        return new Level(Kind.OPTIONAL, capability);
    }

    /** Returns the level of a rule whose tests may miss a backend that breaks it. */
    public static Level stochastic() {
        return new Level(Kind.STOCHASTIC, "");
    }

    /** Returns the level of a rule that no test shows, for a reason. */
    public static Level untested(String reason) {
        return new Level(Kind.UNTESTED, reason);
    }

    /** Returns the kind, and the detail in brackets, such as {@code OPTIONAL(a deterministic device)}. */
    @Override
    public String toString() {
        return detail.isEmpty() ? kind.name() : kind + "(" + detail + ")";
    }
}
