package org.pushforward.conformance.check;

/**
 * A test of whether a backend keeps a rule.
 *
 * @param rule the rule
 * @param name the rule's id, followed by a label in brackets if the rule has several checks, such as {@code OP-MATMUL[f32,
 *     transposeLeft]}
 * @param body the test
 */
public record Check(Rule rule, String name, MeasuringTest body) {
    /** A test that measures an error. */
    @FunctionalInterface
    public interface MeasuringTest {
        /**
         * Runs the test and returns the largest errors that it measured.
         *
         * @throws AssertionError if the backend breaks the rule; any other exception means the same, with the exception of
         *     the next
         * @throws DeclaredGap if the backend declares that it lacks what the test needs; a {@link
         *     org.pushforward.backend.MissingCapabilityException} means the same
         */
        MeasuredError run(BackendUnderTest backend) throws Exception;
    }

    /** A test that measures nothing. */
    @FunctionalInterface
    public interface PlainTest {
        /** Runs the test; throws what {@link MeasuringTest#run} throws. */
        void run(BackendUnderTest backend) throws Exception;
    }

    /** Returns the only check of a required rule. */
    public static Check required(String id, String sentence, PlainTest trial) {
        return of(Rule.required(id, sentence), "", trial);
    }

    /** Returns a check that measures nothing. The label is empty if the rule has no other check. */
    public static Check of(Rule rule, String label, PlainTest trial) {
        return measured(rule, label, backend -> {
            trial.run(backend);
            return MeasuredError.NONE;
        });
    }

    /** Returns a check that measures an error. The label is empty if the rule has no other check. */
    public static Check measured(Rule rule, String label, MeasuringTest body) {
        return new Check(rule, label.isEmpty() ? rule.id() : rule.id() + "[" + label + "]", body);
    }

    /** Returns the part of the name in brackets, which is empty if the rule has no other check. */
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
