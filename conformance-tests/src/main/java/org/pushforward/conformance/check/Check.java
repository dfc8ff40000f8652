package org.pushforward.conformance.check;

/**
 * One thing to try of a backend, to see whether it keeps a rule.
 *
 * @param rule the rule
 * @param name the rule's id, then in brackets what is particular, such as {@code OP-MATMUL[f32, transposeLeft]}
 * @param body what is tried
 */
public record Check(Rule rule, String name, Body body) {
    /** What is tried. */
    @FunctionalInterface
    public interface Body {
        /**
         * Returns how far the backend was from what was expected.
         *
         * @throws AssertionError if it does not keep the rule; so does any exception but the next say
         * @throws DeclaredGap if it declares that it cannot do what is tried; a
         *     {@link org.pushforward.backend.MissingCapabilityException} says the same
         */
        Observed run(BackendUnderTest backend) throws Exception;
    }

    /** What is tried and measures nothing. */
    @FunctionalInterface
    public interface Trial {
        /** Tries it; throws as {@link Body#run} does. */
        void run(BackendUnderTest backend) throws Exception;
    }

    /** Returns the only check of a rule that every backend keeps. */
    public static Check required(String id, String sentence, Trial trial) {
        return of(Rule.required(id, sentence), "", trial);
    }

    /** Returns a check that measures nothing; the label is empty if it is the only one of its rule. */
    public static Check of(Rule rule, String label, Trial trial) {
        return measured(rule, label, backend -> {
            trial.run(backend);
            return Observed.NONE;
        });
    }

    /** Returns a check; the label is empty if it is the only one of its rule. */
    public static Check measured(Rule rule, String label, Body body) {
        return new Check(rule, label.isEmpty() ? rule.id() : rule.id() + "[" + label + "]", body);
    }

    /** Returns what is particular, without brackets. */
    public String label() {
        return name.length() == rule.id().length()
                ? ""
                : name.substring(rule.id().length() + 1, name.length() - 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
