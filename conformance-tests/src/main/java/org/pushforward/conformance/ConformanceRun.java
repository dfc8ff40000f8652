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
import org.pushforward.conformance.check.Observed;
import org.pushforward.conformance.check.Rule;

/**
 * Holds one backend on one device to the rules, case by case. Not safe for use by several threads.
 *
 * <pre>{@code
 * try (ConformanceRun run = ConformanceRun.open(ConformanceSettings.of("mine"))) {
 *     List<CaseResult> results = run.all(result -> {});
 * }
 * }</pre>
 *
 * <p>Nothing but {@link CaseResult}s comes of a case: where it fails, the reason says the rule, the backend, the program,
 * the operands, the worst element, what was allowed, and how to run the case again.
 */
public final class ConformanceRun implements AutoCloseable {
    /** The rule that a backend which computes float32 in float64 does not keep. */
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
     * Opens the backend and reads the list of its expected failures, {@code META-INF/conformance/NAME.xfail}.
     *
     * @throws org.pushforward.backend.BackendException if there is no such backend, or it cannot be opened so
     * @throws IllegalArgumentException if the list cannot be understood
     */
    public static ConformanceRun open(ConformanceSettings settings) {
        return open(settings, ExpectedFailures.of(settings.backend(), LocalDate.now(ZoneOffset.UTC)));
    }

    static ConformanceRun open(ConformanceSettings settings, ExpectedFailures expected) {
        return new ConformanceRun(settings, expected);
    }

    /** Returns what is run. */
    public ConformanceSettings settings() {
        return settings;
    }

    /** Returns the engine and its version, as the backend describes it. */
    public String engine() {
        return backend.provider().describe().engine();
    }

    /** Returns what is tried of the backend, as the settings say. */
    public List<Check> checks() {
        return checks(settings.layers());
    }

    /** Returns what is tried of the backend in some layers. */
    public List<Check> checks(Set<Section> layers) {
        return layers.stream()
                .sorted()
                .flatMap(layer -> layer.checks(settings).stream())
                .filter(check -> check.name().contains(settings.filter()))
                .toList();
    }

    /** Runs every case, then looks whether the expected failures were right; hands each result on as it comes. */
    public List<CaseResult> all(Consumer<CaseResult> listener) {
        List<CaseResult> results = new ArrayList<>();
        for (Check check : checks()) {
            CaseResult result = run(check);
            listener.accept(result);
            results.add(result);
        }
        for (CaseResult result : complaints(settings.layers())) {
            listener.accept(result);
            results.add(result);
        }
        return results;
    }

    /** Runs one case. */
    public CaseResult run(Check check) {
        Optional<ExpectedFailure> line = expected.of(check);
        try {
            Observed measurement = check.body().run(backend);
            return line.map(expectation -> failed(
                            check,
                            "passes, though " + expectation.line() + " says that it fails: " + expectation.reason()
                                    + "; remove the line"))
                    .orElseGet(() -> result(check, Outcome.PASSED, "", measurement));
        } catch (DeclaredGap | MissingCapabilityException gap) {
            return result(check, Outcome.GAP, gap.getMessage(), Observed.NONE);
        } catch (Exception | AssertionError | LinkageError | StackOverflowError problem) {
            if (line.isPresent()) {
                expected.matched(line.get());
                return result(check, Outcome.EXPECTED_FAILURE, line.get().reason(), Observed.NONE);
            }
            return failed(check, problem instanceof AssertionError ? problem.getMessage() : trace(problem));
        }
    }

    /**
     * Returns a failure for each line of the list of expected failures that some layers, once all their cases have run,
     * show to be wrong. If only some cases ran by the filter, nothing is known.
     */
    public List<CaseResult> complaints(Set<Section> layers) {
        if (!settings.filter().isEmpty()) {
            return List.of();
        }
        Set<String> known = Section.allRules().stream().map(Rule::id).collect(Collectors.toSet());
        Set<String> run = layers.stream()
                .flatMap(layer -> layer.rules().stream())
                .map(Rule::id)
                .collect(Collectors.toSet());
        return expected.complaints(run, known).stream()
                .map(complaint ->
                        new CaseResult("XFAIL-STRICT", "XFAIL-STRICT", Outcome.FAILED, complaint, Observed.NONE))
                .toList();
    }

    private CaseResult result(Check check, Outcome outcome, String reason, Observed measurement) {
        return new CaseResult(check.rule().id(), check.name(), outcome, reason, measurement);
    }

    private CaseResult failed(Check check, String problem) {
        String reason = check.rule().id() + " (" + check.rule().level() + "): "
                + check.rule().sentence() + "\n" + check.name() + " on " + backend + " ("
                + engine() + "): " + problem + "\nto run it again: -Dconformance.case='"
                + check.name() + "' -Dconformance.seed=0x" + Long.toHexString(settings.seed());
        return result(check, Outcome.FAILED, reason, Observed.NONE);
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
