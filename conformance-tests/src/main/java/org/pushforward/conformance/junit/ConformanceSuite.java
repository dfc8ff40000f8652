package org.pushforward.conformance.junit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.TestAbortedException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.check.Check;

/**
 * The kit as JUnit tests: a container for each section, in it one for each rule, and in it a test for each case. The author
 * of a backend writes:
 *
 * <pre>{@code
 * class MyConformanceTest extends ConformanceSuite {
 *     @Override
 *     protected String backend() {
 *         return "mine";
 *     }
 * }
 * }</pre>
 *
 * <p>A case is skipped, with the reason, if it needs something that the backend declares to be missing, or if the list of
 * expected failures names it. {@code -Dconformance.case=OP-MATMUL[f32} runs the cases whose names contain that text, {@code
 * -Dconformance.seed=0x123} generates other cases, and {@code -Dconformance.thorough=true} takes minutes longer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConformanceSuite {
    private final List<CaseResult> results = new ArrayList<>();
    private ConformanceRun run;

    /** For subclasses. */
    protected ConformanceSuite() {}

    /** Returns the name of the backend. */
    protected abstract String backend();

    /** Returns how the backend is opened: by default on the CPU with two threads. */
    protected BackendOptions options() {
        return BackendOptions.defaults().withThreads(2);
    }

    /** Returns the sections that are tested: by default all of them. */
    protected Set<Section> sections() {
        return EnumSet.allOf(Section.class);
    }

    /** Takes the results when all cases have run; by default does nothing. */
    protected void finished(ConformanceRun finished, List<CaseResult> all) {}

    @BeforeAll
    final void open() {
        run = ConformanceRun.open(ConformanceSettings.of(backend()).withOptions(options()));
    }

    @AfterAll
    final void close() {
        if (run != null) {
            finished(run, List.copyOf(results));
            run.close();
        }
    }

    /** Returns a test for every case. */
    @TestFactory
    final Stream<DynamicNode> rules() {
        Stream<DynamicNode> sections =
                sections().stream().sorted().map(section -> dynamicContainer(section.name(), rules(section).stream()));
        return Stream.concat(sections, Stream.of(dynamicTest("XFAIL-STRICT", this::checkExpectedFailures)));
    }

    private List<DynamicNode> rules(Section section) {
        Map<String, List<DynamicTest>> tests = new LinkedHashMap<>();
        for (Check check : run.checks(Set.of(section))) {
            tests.computeIfAbsent(check.rule().id(), id -> new ArrayList<>())
                    .add(dynamicTest(check.name(), () -> report(run.run(check))));
        }
        List<DynamicNode> rules = new ArrayList<>();
        tests.forEach((id, cases) -> rules.add(cases.size() == 1 ? cases.get(0) : dynamicContainer(id, cases)));
        return rules;
    }

    private void checkExpectedFailures() {
        run.complaints(sections()).forEach(this::report);
    }

    private void report(CaseResult result) {
        results.add(result);
        switch (result.outcome()) {
            case PASSED -> {}
            case FAILED -> throw new AssertionError(result.reason());
            case GAP -> throw new TestAbortedException(result.reason());
            case EXPECTED_FAILURE -> throw new TestAbortedException("expected failure: " + result.reason());
        }
    }
}
