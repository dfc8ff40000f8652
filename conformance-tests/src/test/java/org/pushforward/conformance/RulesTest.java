package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.support.Primitives;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.RuleLevel;

/** Every rule has a case, and every primitive has its rules. */
class RulesTest {
    private static final List<Check> CHECKS = Stream.of(Section.values())
            .flatMap(section -> section.checks(ConformanceSettings.of("reference")).stream())
            .toList();

    @Test
    void everyRuleHasACaseOrSaysWhyNot() {
        Set<Rule> tried = new HashSet<>();
        CHECKS.forEach(check -> tried.add(check.rule()));
        List<Rule> testable = Section.allRules().stream()
                .filter(rule -> rule.level().obligation() != RuleLevel.Obligation.UNTESTED)
                .toList();
        assertThat(tried).containsExactlyInAnyOrderElementsOf(testable);
    }

    @Test
    void idsAndNamesAreUnique() {
        assertThat(Section.allRules()).extracting(Rule::id).doesNotHaveDuplicates();
        assertThat(CHECKS).extracting(Check::name).doesNotHaveDuplicates();
    }

    @Test
    void everyPrimitiveHasAValueRule() {
        assertThat(Section.VALUES.rules())
                .extracting(Rule::id)
                .containsExactlyInAnyOrderElementsOf(Primitives.all().stream()
                        .map(primitive -> "OP-" + ConformanceCase.rule(primitive))
                        .toList());
    }

    @Test
    void namesBeginWithTheirRule() {
        assertThat(CHECKS).allSatisfy(check -> assertThat(check.name())
                .isIn(check.rule().id(), check.rule().id() + "[" + check.label() + "]"));
    }
}
