package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Rule;

/** The list of expected failures is strict, shown on a backend that is wrong on purpose. */
class ExpectedFailuresTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final String MUTANT = "mutant-frozen-states";
    private static final String UNROUNDED = "LIFE-ELEMENT-TYPE | f32 | unrounded | | never\n";

    private static List<CaseResult> run(String list, String filter) {
        ConformanceSettings settings = ConformanceSettings.of(MUTANT)
                .withSections(Set.of(Section.LIFECYCLE))
                .withFilter(filter);
        try (ConformanceRun run = ConformanceRun.open(settings, ExpectedFailures.parse("list", list, TODAY))) {
            return run.all(result -> {});
        }
    }

    @Test
    void anExpectedFailurePasses() {
        CaseResult result = run("STATE-UPDATE | * | frozen | issue | 2026-11-22", "STATE-UPDATE")
                .get(0);
        assertThat(result.outcome()).isEqualTo(Outcome.EXPECTED_FAILURE);
        assertThat(result.reason()).isEqualTo("frozen");
    }

    @Test
    void anUnexpectedFailureSaysWhatToDo() {
        CaseResult result = run("", "STATE-UPDATE").get(0);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason())
                .startsWith("STATE-UPDATE (REQUIRED): A run replaces each state by its next value.")
                .contains("on mutant-frozen-states on cpu (reference interpreter")
                .endsWith("to run it again: -Dconformance.case='STATE-UPDATE' -Dconformance.seed=0x70757368");
    }

    @Test
    void anUnexpectedPassFails() {
        CaseResult result =
                run("LIFE-INPUTS | * | inputs | issue | never", "LIFE-INPUTS").get(0);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("passes, although list:1 expects it to fail: inputs; remove the line");
    }

    @Test
    void expiredUnknownAndUnmatchedLinesFail() {
        List<CaseResult> results = run(
                UNROUNDED
                        + "STATE-UPDATE | * | frozen | where | 2026-11-21\nOP-NOTHING | * | none | | never\n"
                        + "LIFE-INPUTS | f64* | inputs | | never",
                "");
        assertThat(results)
                .filteredOn(result -> result.rule().equals("XFAIL-STRICT"))
                .extracting(CaseResult::reason)
                .containsExactly(
                        "list:2: expired on 2026-11-21 (where): fix the bug, or renew the date",
                        "list:3: there is no rule OP-NOTHING",
                        "list:4: no case of LIFE-INPUTS that matches f64* fails: remove the line");
        assertThat(results)
                .filteredOn(result -> result.name().equals("STATE-UPDATE"))
                .extracting(CaseResult::outcome)
                .containsExactly(Outcome.FAILED);
    }

    @Test
    void globsStandForWhatIsParticular() {
        Rule rule = Rule.required("OP-EXP", "It is right.");
        Check check = Check.of(rule, "f64, [2, 3]", backend -> {});
        assertThat(ExpectedFailure.parse("", "OP-EXP | f64* | why | | never").covers(check))
                .isTrue();
        assertThat(ExpectedFailure.parse("", "OP-EXP | f6?* | why | | never").covers(check))
                .isFalse();
        assertThat(ExpectedFailure.parse("", "OP-EXP | * [2, 3] | why | | never")
                        .covers(check))
                .isTrue();
        assertThat(ExpectedFailure.parse("", "OP-LOG | * | why | | never").covers(check))
                .isFalse();
    }

    @Test
    void malformedLinesAreRefused() {
        for (String line : List.of("OP-EXP | *", "OP-EXP | * | | | never", "OP-EXP | * | why | | soon")) {
            assertThatThrownBy(() -> ExpectedFailures.parse("list", "# comment\n\n" + line, TODAY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("list:3: expected rule-id | case-glob | reason | issue-url | expires");
        }
    }
}
