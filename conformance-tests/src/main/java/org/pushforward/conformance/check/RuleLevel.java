package org.pushforward.conformance.check;

/**
 * The level of a rule: whether every backend must follow it, and whether tests can show that a backend breaks it.
 *
 * @param obligation how far backends must follow the rule
 * @param detail the capability that an optional rule depends on, or the reason why a rule is not tested; otherwise empty
 */
public record RuleLevel(Obligation obligation, String detail) {
    /** How far backends must follow a rule, and how far tests show it. */
    public enum Obligation {
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
    public static RuleLevel required() {
        return new RuleLevel(Obligation.REQUIRED, "");
    }

    /** Returns the level of a rule that a backend with some capability keeps. */
    public static RuleLevel optional(String capability) {
        return new RuleLevel(Obligation.OPTIONAL, capability);
    }

    /** Returns the level of a rule whose tests may miss a backend that breaks it. */
    public static RuleLevel stochastic() {
        return new RuleLevel(Obligation.STOCHASTIC, "");
    }

    /** Returns the level of a rule that no test shows, for a reason. */
    public static RuleLevel untested(String reason) {
        return new RuleLevel(Obligation.UNTESTED, reason);
    }

    /** Returns the obligation, and the detail in brackets, such as {@code OPTIONAL(a deterministic device)}. */
    @Override
    public String toString() {
        return detail.isEmpty() ? obligation.name() : obligation + "(" + detail + ")";
    }
}
