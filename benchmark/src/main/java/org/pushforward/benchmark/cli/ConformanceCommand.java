package org.pushforward.benchmark.cli;

import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pushforward.backend.BackendOptions;
import org.pushforward.benchmark.cli.options.DeviceOptions;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.report.Column;
import org.pushforward.conformance.report.ConformanceReport;
import org.pushforward.conformance.report.ReportFiles;
import org.pushforward.conformance.report.RuleResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests a backend with the conformance kit, and merges reports from several machines. */
@Command(
        name = "conformance",
        description = "Tests a backend against the rules of the conformance kit, and writes a report.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  pushforward conformance --backend onnx",
            "  pushforward conformance --backend onnx --cases OP-MATMUL --report mul.html",
            "  pushforward conformance --merge cpu.json --merge gpu.json --report both.html",
            "",
            "Exit codes: 0 no case failed; 1 a case failed, here or in a merged report; 2 invalid usage.",
            "docs/conformance-rules.md lists the rules. docs/writing-a-backend.md is for authors of backends."
        })
final class ConformanceCommand implements Callable<Integer> {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "onnx, tensorflow, djl, reference, or any other backend on the class path. Omit it to only merge"
                            + " reports.")
    private String backend;

    @Mixin
    private DeviceOptions engine = new DeviceOptions();

    @Option(
            names = "--cases",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Run only the cases whose names contain this text, such as OP-MATMUL or OP-MATMUL[f32.")
    private String cases;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of generated cases, which a failure prints (0x... for hexadecimal).")
    private String seed;

    @Option(
            names = "--thorough",
            description = "Test for minutes longer: 20,000 runs to measure memory, ten times as many generated cases.")
    private boolean thorough;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "The report; FILE.md and FILE.json are written next to it (default:"
                    + " runs/conformance/BACKEND-DEVICE.html, or runs/conformance/merged.html).")
    private Path report;

    @Option(names = "--force", description = "Replace existing files.")
    private boolean force;

    @Option(
            names = "--merge",
            paramLabel = "OTHER.json",
            description = "Add the columns of another report, for example from a machine with a GPU. May be repeated.")
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
        ReportFiles files = ReportFiles.of(
                Optional.ofNullable(report).orElseGet(() -> defaultPlace(backend, engine.backendOptions())));
        refuseToReplace(files);
        List<ConformanceReport> parts = new ArrayList<>();
        others.forEach(other -> parts.add(read(other)));
        Optional.ofNullable(backend).ifPresent(name -> parts.add(0, ConformanceReport.of(run(name, files))));
        ConformanceReport whole =
                parts.stream().reduce(ConformanceReport::merge).orElseThrow();
        files.write(whole);
        whole.columns().forEach(this::print);
        console.out().println("Report: " + files.page());
        return whole.conforms() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    /** Returns the default path of the report. The backend is null if reports are only merged. */
    static Path defaultPlace(String backend, BackendOptions options) {
        String name = backend == null
                ? "merged"
                : backend + "-" + options.place().replace(":", "").replace(" ", "-");
        return Path.of("runs", "conformance", name + ".html");
    }

    private void refuseToReplace(ReportFiles files) {
        if (!force && !files.existing().isEmpty()) {
            throw new IllegalArgumentException(
                    files.existing().get(0) + " exists already: --force replaces it, --report chooses another place");
        }
    }

    private static ConformanceReport read(Path data) {
        try {
            return ReportFiles.read(data);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("--merge: " + e.getMessage(), e);
        }
    }

    private Column run(String name, ReportFiles files) {
        ConformanceSettings settings = ConformanceSettings.of(name)
                .withOptions(engine.backendOptions())
                .withFilter(cases)
                .withSeed(seed == null ? ConformanceSettings.SEED : parsedSeed())
                .withThorough(thorough);
        long start = System.nanoTime();
        try (ConformanceRun run = ConformanceRun.open(settings)) {
            if (run.checks().isEmpty()) {
                throw new IllegalArgumentException("--cases '" + cases + "': no case name contains this text");
            }
            files.prepare();
            List<CaseResult> results = run.all(this::printFailure);
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

    /** Prints a failure as soon as it is known. */
    private void printFailure(CaseResult result) {
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
