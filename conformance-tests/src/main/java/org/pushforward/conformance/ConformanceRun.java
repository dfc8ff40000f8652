package org.pushforward.conformance;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pushforward.backend.MissingCapabilityException;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.DeclaredGap;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.conformance.check.Rule;

/**
 * A run of the kit on one backend and device. Not safe for use by several threads.
 *
 * <pre>{@code
 * try (ConformanceRun run = ConformanceRun.open(ConformanceSettings.of("mine"))) {
 *     List<CaseResult> results = run.all(result -> {});
 * }
 * }</pre>
 *
 * <p>A case never throws: it gives a {@link CaseResult}. The reason of a failure names the rule, the backend, the worst
 * element, the tolerance, the program and its operands, and how to run the case again.
 */
public final class ConformanceRun implements AutoCloseable {
    /** The rule that a backend breaks if it returns float32 results as float64. */
    public static final String ELEMENT_TYPE = "LIFE-ELEMENT-TYPE";

    private final ConformanceSettings settings;
    private final ExpectedFailures expected;
    private final BackendUnderTest backend;

    private ConformanceRun(ConformanceSettings settings, ExpectedFailures expected) {
        this.settings = settings;
        this.expected = expected;
        this.backend = new BackendUnderTest(settings.backend(), settings.options(), !expected.mention(ELEMENT_TYPE));
    }

    /**
     * Opens the backend and reads its list of expected failures, {@code META-INF/conformance/NAME.xfail}.
     *
     * @throws org.pushforward.backend.BackendException if there is no such backend, or it cannot be opened with these options
     * @throws IllegalArgumentException if a line of the list is malformed
     */
    public static ConformanceRun open(ConformanceSettings settings) {
        return open(settings, ExpectedFailures.of(settings.backend(), LocalDate.now(ZoneOffset.UTC)));
    }

    static ConformanceRun open(ConformanceSettings settings, ExpectedFailures expected) {
        return new ConformanceRun(settings, expected);
    }

    /** Returns the settings of the run. */
    public ConformanceSettings settings() {
        return settings;
    }

    /** Returns the engine and its version, as the backend describes them. */
    public String engine() {
        return backend.provider().describe().engine();
    }

    /** Returns the checks that the settings choose. */
    public List<Check> checks() {
        return checks(settings.sections());
    }

    /** Returns the checks of some sections that the filter lets through. */
    public List<Check> checks(Set<Section> sections) {
        return sections.stream()
                .sorted()
                .flatMap(section -> section.checks(settings).stream())
                .filter(check -> check.name().contains(settings.filter()))
                .toList();
    }

    /** Runs every case, then reports wrong lines in the list of expected failures. The listener gets each result at once. */
    public List<CaseResult> all(Consumer<CaseResult> listener) {
        List<CaseResult> results = new ArrayList<>();
        for (Check check : checks()) {
            CaseResult result = run(check);
            listener.accept(result);
            results.add(result);
        }
        for (CaseResult result : complaints(settings.sections())) {
            listener.accept(result);
            results.add(result);
        }
        return results;
    }

    /** Runs one case. */
    public CaseResult run(Check check) {
        Optional<ExpectedFailure> line = expected.of(check);
        try {
            MeasuredError measured = check.body().run(backend);
            return line.map(expectation -> failed(
                            check,
                            "passes, although " + expectation.line() + " expects it to fail: " + expectation.reason()
                                    + "; remove the line"))
                    .orElseGet(() -> result(check, Outcome.PASSED, "", measured));
        } catch (DeclaredGap | MissingCapabilityException gap) {
            return result(check, Outcome.GAP, gap.getMessage(), MeasuredError.NONE);
        } catch (Exception | AssertionError | LinkageError | StackOverflowError problem) {
            if (line.isPresent()) {
                expected.matched(line.get());
                return result(check, Outcome.EXPECTED_FAILURE, line.get().reason(), MeasuredError.NONE);
            }
            return failed(check, problem instanceof AssertionError ? problem.getMessage() : trace(problem));
        }
    }

    /**
     * Returns a failure for each line of the list of expected failures that proved wrong in some sections, all of whose
     * cases must have run. With a filter the list is empty, because some cases did not run.
     */
    public List<CaseResult> complaints(Set<Section> sections) {
        if (!settings.filter().isEmpty()) {
            return List.of();
        }
        Set<String> known = Section.allRules().stream().map(Rule::id).collect(Collectors.toSet());
        Set<String> run = sections.stream()
                .flatMap(section -> section.rules().stream())
                .map(Rule::id)
                .collect(Collectors.toSet());
        return expected.complaints(run, known).stream()
                .map(complaint ->
                        new CaseResult("XFAIL-STRICT", "XFAIL-STRICT", Outcome.FAILED, complaint, MeasuredError.NONE))
                .toList();
    }

    private CaseResult result(Check check, Outcome outcome, String reason, MeasuredError measured) {
        return new CaseResult(check.rule().id(), check.name(), outcome, reason, measured);
    }

    private CaseResult failed(Check check, String problem) {
        String reason = check.rule().id() + " (" + check.rule().level() + "): "
                + check.rule().sentence() + "\n" + check.name() + " on " + backend + " ("
                + engine() + "): " + problem + "\nto run it again: -Dconformance.case='"
                + check.name() + "' -Dconformance.seed=0x" + Long.toHexString(settings.seed());
        return result(check, Outcome.FAILED, reason, MeasuredError.NONE);
    }

    private static String trace(Throwable problem) {
        java.io.StringWriter text = new java.io.StringWriter();
        problem.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Override
    public void close() {
        backend.close();
    }
}
