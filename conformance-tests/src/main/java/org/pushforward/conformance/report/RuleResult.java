package org.pushforward.conformance.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.check.Observed;

/**
 * What came of the cases of one rule on one backend and device.
 *
 * @param rule the id of the rule
 * @param passed how many passed
 * @param failed how many failed
 * @param gaps how many the backend declares that it cannot do
 * @param expectedFailures how many failed as expected
 * @param ulps the largest error in units in the last place among those that passed
 * @param relative the largest relative error among those that passed
 * @param share the largest error relative to what was allowed among those that passed
 * @param worst the name of the case with the largest share; empty if nothing was off
 * @param kind the class of the tolerance; empty if nothing was measured
 * @param remarks why cases did not pass
 * @param notes figures of cases that passed
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

    /** Sums up the results of the cases of one rule. */
    static RuleResult of(String rule, List<CaseResult> results) {
        Observed total = Observed.NONE;
        String worst = "";
        List<String> notes = new ArrayList<>();
        Map<String, Remark> remarks = new LinkedHashMap<>();
        for (CaseResult result : results) {
            Observed measurement = result.measurement();
            worst = measurement.share() > total.share() ? result.name() : worst;
            total = total.and(measurement);
            if (!measurement.note().isEmpty()) {
                notes.add(measurement.note());
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
