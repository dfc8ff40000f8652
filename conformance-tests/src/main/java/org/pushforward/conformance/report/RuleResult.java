package org.pushforward.conformance.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.check.MeasuredError;

/**
 * The results of the cases of one rule in one run.
 *
 * @param rule the id of the rule
 * @param passed how many cases passed
 * @param failed how many cases failed
 * @param gaps how many cases need something that the backend declares to be missing
 * @param expectedFailures how many cases failed as expected
 * @param ulps the largest error in units in the last place of the cases that passed
 * @param relative the largest relative error of the cases that passed
 * @param share the largest error of the cases that passed, as a share of what was allowed
 * @param worst the name of the case with the largest share; empty if there was no error
 * @param kind the class of the tolerance; empty if nothing was measured
 * @param remarks why other cases did not pass
 * @param notes figures from cases that passed
 */
public record RuleResult(
        String rule,
        int passed,
        int failed,
        int gaps,
        int expectedFailures,
        double ulps,
        double relative,
        double share,
        String worst,
        String kind,
        List<Remark> remarks,
        List<String> notes) {
    /** Copies the lists. */
    public RuleResult {
        remarks = List.copyOf(remarks);
        notes = List.copyOf(notes);
    }

    /** Summarizes the results of the cases of one rule. */
    static RuleResult of(String rule, List<CaseResult> results) {
        MeasuredError total = MeasuredError.NONE;
        String worst = "";
        List<String> notes = new ArrayList<>();
        Map<String, Remark> remarks = new LinkedHashMap<>();
        for (CaseResult result : results) {
            MeasuredError measured = result.measured();
            worst = measured.share() > total.share() ? result.name() : worst;
            total = total.and(measured);
            if (!measured.note().isEmpty()) {
                notes.add(measured.note());
            }
            if (result.outcome() != Outcome.PASSED) {
                remarks.merge(
                        result.outcome() + result.reason(),
                        new Remark(result.outcome(), result.reason(), 1, result.name()),
                        (known, more) ->
                                new Remark(known.outcome(), known.reason(), known.cases() + 1, known.example()));
            }
        }
        return new RuleResult(
                rule,
                count(results, Outcome.PASSED),
                count(results, Outcome.FAILED),
                count(results, Outcome.GAP),
                count(results, Outcome.EXPECTED_FAILURE),
                total.ulps(),
                total.relative(),
                total.share(),
                worst,
                total.kind(),
                List.copyOf(remarks.values()),
                notes);
    }

    private static int count(List<CaseResult> results, Outcome outcome) {
        return (int)
                results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
