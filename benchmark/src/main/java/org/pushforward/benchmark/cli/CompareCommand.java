package org.pushforward.benchmark.cli;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.pushforward.benchmark.cli.options.RunOptions;
import org.pushforward.benchmark.cli.run.RunTable;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.ReportWriter;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.ExperimentRunner;
import org.pushforward.benchmark.run.RunFolder;
import org.pushforward.benchmark.run.RunListener;
import org.pushforward.benchmark.trainrun.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an experiment and writes its report, or shows runs side by side. */
@Command(
        name = "compare",
        description =
                "Trains, samples and scores the models of an experiment, and writes a report; or shows runs side by side.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  pushforward compare examples/quick.yaml",
            "  pushforward compare examples/quick.yaml --backend all",
            "  pushforward compare runs/a runs/b",
            "",
            "Exit codes: 0 done; 1 a model failed or the report could not be written; 2 invalid usage or settings;"
                    + " 130 interrupted (results so far are written)."
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE|RUN",
            arity = "1..*",
            description = "The file of an experiment, or the folders of runs to show side by side.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--spread",
            description = "Let several devices share the trainings, instead of comparing the devices.")
    private boolean spread;

    @Option(names = "--force", description = "Replace the run folder if it exists, once the new run is complete.")
    private boolean force;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    private final Console console;
    private final Interruption interruption;
    private final BackendSource backends;

    @Inject
    CompareCommand(Console console, Interruption interruption, BackendSource backends) {
        this.console = console;
        this.interruption = interruption;
        this.backends = backends;
    }

    @Override
    public Integer call() {
        if (files.stream().allMatch(TrainedRun::isRun)) {
            console.out().print(RunTable.of(files.stream().map(TrainedRun::open).toList()));
            console.out().flush();
            return ExitCode.SUCCESS;
        }
        if (files.size() > 1) {
            Path other = files.stream()
                    .filter(file -> !TrainedRun.isRun(file))
                    .findFirst()
                    .orElseThrow();
            throw new IllegalArgumentException("expected the file of one experiment, or folders of runs: " + other
                    + (Files.exists(other) ? " is not the folder of a run" : " does not exist"));
        }
        Experiment written = Experiment.yaml().read(files.get(0), options.overrides());
        Experiment named = options.name().map(written::withName).orElse(written);
        Experiment experiment = named.withRun(run(named.run()));
        Path place = options.folder(experiment.name());
        try (RunFolder folder = RunFolder.reserve(place, force)) {
            RunListener progress = quiet ? RunListener.silent() : new ProgressLine(console);
            Report report = new ExperimentRunner(backends).run(experiment, interruption.cancellation(), progress);
            // Print the summary before the report is written, so that a full disk does not lose the numbers.
            console.out().print(Summary.of(report));
            console.out().flush();
            Path published = folder.publish(unfinished -> ReportWriter.write(report, unfinished));
            Path shown = published.getFileName().equals(place.getFileName()) ? place : published;
            console.out().println("Report: " + shown.resolve("report.html"));
            return exitCode(report.status());
        }
    }

    private RunSettings run(RunSettings written) {
        RunSettings run = options.over(written);
        return spread ? run.withSpread(true) : run;
    }

    private int exitCode(Report.Status status) {
        return switch (status) {
            case COMPLETE -> ExitCode.SUCCESS;
            case PARTLY_FAILED, FAILED -> ExitCode.FAILURE;
            case INTERRUPTED -> interruption.exitCode();
        };
    }
}
