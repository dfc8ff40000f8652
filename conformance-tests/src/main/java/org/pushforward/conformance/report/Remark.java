package org.pushforward.conformance.report;

import org.pushforward.conformance.CaseResult;

/**
 * Why some cases of a rule did not pass.
 *
 * @param outcome what came of them
 * @param reason why
 * @param cases how many there are
 * @param example the name of the first
 */
public record Remark(CaseResult.Outcome outcome, String reason, int cases, String example) {}
