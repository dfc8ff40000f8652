package org.pushforward.conformance.report;

import org.pushforward.conformance.CaseResult;

/**
 * Why some cases of a rule did not pass.
 *
 * @param outcome the outcome of these cases
 * @param reason why they did not pass
 * @param cases their number
 * @param example the name of the first one
 */
public record Remark(CaseResult.Outcome outcome, String reason, int cases, String example) {}
