package org.pushforward.conformance.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.ConformanceRun;

/**
 * The results of one run: a backend on a device of a machine.
 *
 * @param backend the name of the backend
 * @param engine the engine and its version
 * @param device the device, and its precision unless that is float32, such as {@code gpu:0 tf32}
 * @param machine the operating system, architecture, number of cores and Java version
 * @param seed the seed of the generated cases, in hexadecimal
 * @param thorough whether the run was thorough
 * @param filter the text that the names of the cases contain; empty if all cases ran
 * @param finished when the run ended, in UTC
 * @param seconds how long it took
 * @param results the result of each rule that was tested
 */
public record Column(
        String backend,
        String engine,
        String device,
        String machine,
        String seed,
        boolean thorough,
        String filter,
        String finished,
        double seconds,
        List<RuleResult> results) {
    /** Copies the list. */
    public Column {
        results = List.copyOf(results);
    }

    /** Summarizes a run. */
    public static Column of(ConformanceRun run, List<CaseResult> cases, double seconds) {
        Map<String, List<CaseResult>> byRule = new LinkedHashMap<>();
        cases.forEach(each ->
                byRule.computeIfAbsent(each.rule(), rule -> new ArrayList<>()).add(each));
        List<RuleResult> results = new ArrayList<>();
        byRule.forEach((rule, members) -> results.add(RuleResult.of(rule, members)));
        return new Column(
                run.settings().backend(),
                run.engine(),
                run.settings().options().place(),
                System.getProperty("os.name") + " on " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores, Java "
                        + System.getProperty("java.version"),
                "0x" + Long.toHexString(run.settings().seed()),
                run.settings().thorough(),
                run.settings().filter(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                seconds,
                results);
    }

    /** Returns the backend, its engine and the device, such as {@code onnx (ONNX Runtime 1.28.0) on cpu}. */
    public String title() {
        return backend + " (" + engine + ") on " + device;
    }

    /** Returns whether another run tested the same engine on the same kind of device and machine. */
    boolean sameAs(Column other) {
        return title().equals(other.title()) && machine.equals(other.machine);
    }

    /** Returns whether nothing failed. */
    public boolean conforms() {
        return total(RuleResult::failed) == 0;
    }

    /** Returns the sum of a count over all rules. */
    public int total(ToIntFunction<RuleResult> count) {
        return results.stream().mapToInt(count).sum();
    }

    /** Returns the largest errors in each class of tolerance, one line of text for each class. */
    public List<String> errorsByClass() {
        Map<String, double[]> errors = new LinkedHashMap<>();
        for (RuleResult result : results) {
            if (!result.kind().isEmpty()) {
                double[] largest = errors.computeIfAbsent(result.kind(), kind -> new double[3]);
                largest[0] = Math.max(largest[0], result.ulps());
                largest[1] = Math.max(largest[1], result.relative());
                largest[2] = Math.max(largest[2], result.share());
            }
        }
        List<String> lines = new ArrayList<>();
        errors.forEach((kind, largest) -> lines.add(kind + ": " + Figures.ulps(largest[0]) + " ulp, "
                + Figures.relative(largest[1]) + " relative, " + Figures.percent(largest[2]) + " of the tolerance"));
        return lines;
    }
}
