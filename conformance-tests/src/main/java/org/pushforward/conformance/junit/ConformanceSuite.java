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
 * A {@link ConformanceRun} as tests of JUnit: a container for each layer, in it one for each rule, in it a test for each
 * case. The author of a backend writes:
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
 * <p>A case that needs what the backend declares that it lacks is skipped and says so, and so is one that the list of its
 * expected failures names. {@code -Dconformance.case=OP-MATMUL[f32} runs the cases whose name contains that, and
 * {@code -Dconformance.seed=0x123} generates other cases.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConformanceSuite {
    private final List<CaseResult> results = new ArrayList<>();
    private ConformanceRun run;

    /** For subclasses. */
    protected ConformanceSuite() {}

    /** Returns the name of the backend that is tested. */
    protected abstract String backend();

    /** Returns how it is opened: on the CPU with two threads unless overridden. */
    protected BackendOptions options() {
        return BackendOptions.defaults().withThreads(2);
    }

    /** Returns the layers that are tested: all of them unless overridden. */
    protected Set<Section> layers() {
        return EnumSet.allOf(Section.class);
    }

    /** Hears what came of all cases, once they have run; does nothing unless overridden. */
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

    /** Every rule of every layer that is tested. */
    @TestFactory
    final Stream<DynamicNode> rules() {
        Stream<DynamicNode> layers =
                layers().stream().sorted().map(layer -> dynamicContainer(layer.name(), rules(layer).stream()));
        return Stream.concat(layers, Stream.of(dynamicTest("XFAIL-STRICT", this::checkExpectedFailures)));
    }

    private List<DynamicNode> rules(Section layer) {
        Map<String, List<DynamicTest>> tests = new LinkedHashMap<>();
        for (Check check : run.checks(Set.of(layer))) {
            tests.computeIfAbsent(check.rule().id(), id -> new ArrayList<>())
                    .add(dynamicTest(check.name(), () -> report(run.run(check))));
        }
        List<DynamicNode> rules = new ArrayList<>();
        tests.forEach((id, cases) -> rules.add(cases.size() == 1 ? cases.get(0) : dynamicContainer(id, cases)));
        return rules;
    }

    private void checkExpectedFailures() {
        run.complaints(layers()).forEach(this::report);
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
