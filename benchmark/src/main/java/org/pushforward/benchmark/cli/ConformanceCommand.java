package org.pushforward.benchmark.cli;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.report.Column;
import org.pushforward.conformance.report.ConformanceReport;
import org.pushforward.conformance.report.ReportFiles;
import org.pushforward.conformance.report.RuleResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Holds a backend to every rule of the conformance kit, and merges reports of several machines. */
@Command(
        name = "conformance",
        description = "Holds a backend to the rules that every backend keeps, and writes a report.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Exit codes: 0 nothing failed; 1 a case failed, here or in a report that was merged; 2 wrong call.",
            "The rules are listed in docs/conformance-rules.md, and docs/writing-a-backend.md says how to keep them."
        })
final class ConformanceCommand implements Callable<Integer> {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "onnx, tensorflow, djl, reference, or another one on the class path. Left out only to merge.")
    private String backend;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu", description = "cpu, gpu or gpu:N.")
    private String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many threads an engine may use (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--cases",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Run only the cases whose name contains this, such as OP-MATMUL or OP-MATMUL[f32.")
    private String cases;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What generated cases are drawn from; a failure says it (0x... for hexadecimal).")
    private String seed;

    @Option(
            names = "--thorough",
            description = "Take minutes: 20,000 runs where memory is measured, ten times as many generated cases.")
    private boolean thorough;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            defaultValue = "conformance.html",
            description = "The page; FILE.md and FILE.json are written beside it (default: ${DEFAULT-VALUE}).")
    private Path report;

    @Option(
            names = "--merge",
            paramLabel = "OTHER.json",
            description = "Add the columns of another report, such as one of a machine with a GPU. May be repeated.")
    private List<Path> others = new ArrayList<>();

    private final Console console;

    @Inject
    ConformanceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (backend == null && others.isEmpty()) {
            throw new IllegalArgumentException("conformance needs --backend NAME, or --merge OTHER.json, or both");
        }
        List<ConformanceReport> parts = new ArrayList<>();
        Optional.ofNullable(backend).ifPresent(name -> parts.add(ConformanceReport.of(run(name))));
        others.forEach(other -> parts.add(ReportFiles.read(other)));
        ConformanceReport whole =
                parts.stream().reduce(ConformanceReport::merge).orElseThrow();
        List<Path> written = ReportFiles.write(whole, report);
        whole.columns().forEach(this::print);
        console.out().println("Report: " + written.get(0));
        return whole.conforms() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    private Column run(String name) {
        ConformanceSettings settings = ConformanceSettings.of(name)
                .withOptions(new BackendOptions(Device.parse(device), threads))
                .withFilter(cases)
                .withSeed(seed == null ? ConformanceSettings.SEED : parsedSeed())
                .withThorough(thorough);
        long start = System.nanoTime();
        try (ConformanceRun run = ConformanceRun.open(settings)) {
            List<CaseResult> results = run.all(this::hear);
            if (results.isEmpty()) {
                throw new IllegalArgumentException("--cases '" + cases + "': no case's name contains that");
            }
            return Column.of(run, results, (System.nanoTime() - start) * 1e-9);
        }
    }

    private long parsedSeed() {
        try {
            return Long.decode(seed);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seed " + seed + ": expected a number such as 7 or 0x1f", e);
        }
    }

    /** Says at once what is wrong, for who watches. */
    private void hear(CaseResult result) {
        if (result.outcome() == Outcome.FAILED) {
            console.err().println("FAILED " + result.name());
            console.err().println(result.reason().indent(4));
        }
    }

    private void print(Column column) {
        console.out()
                .println(column.title() + ": " + column.total(RuleResult::passed) + " passed, "
                        + column.total(RuleResult::failed) + " failed, " + column.total(RuleResult::gaps)
                        + " declared gaps, "
                        + column.total(RuleResult::expectedFailures) + " expected failures in "
                        + Math.round(column.seconds()) + " s");
    }
}
