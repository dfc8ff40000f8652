package org.pushforward.conformance;

import org.pushforward.conformance.check.MeasuredError;

/**
 * The result of one case.
 *
 * @param rule the id of its rule
 * @param name its name, which begins with the rule's id
 * @param outcome the outcome
 * @param reason why the case failed or did not run; empty if it passed
 * @param measured the largest errors, if the case passed
 */
public record CaseResult(String rule, String name, Outcome outcome, String reason, MeasuredError measured) {
    /** The possible outcomes of a case. */
    public enum Outcome {
        /** The backend keeps the rule. */
        PASSED,
        /** The backend breaks the rule. */
        FAILED,
        /** The backend declares that it lacks what the case needs. */
        GAP,
        /** The backend breaks the rule, as its list of expected failures says. */
        EXPECTED_FAILURE
    }
}
