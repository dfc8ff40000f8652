package org.pushforward.conformance;

import org.pushforward.conformance.check.Observed;

/**
 * What came of one case.
 *
 * @param rule the id of its rule
 * @param name its name, which begins with the rule's id
 * @param outcome what came of it
 * @param reason why it failed or was not held against the backend; empty if it passed
 * @param measurement how far the backend was from what was expected, where it passed
 */
public record CaseResult(String rule, String name, Outcome outcome, String reason, Observed measurement) {
    /** What can come of a case. */
    public enum Outcome {
        /** The backend keeps the rule. */
        PASSED,
        /** It does not. */
        FAILED,
        /** It declares that it cannot do what the case needs. */
        GAP,
        /** It does not keep the rule, as the list of its expected failures says. */
        EXPECTED_FAILURE
    }
}
