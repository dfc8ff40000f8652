package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Interruption;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.options.EngineOptions;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.trainrun.PreparedTraining;
import org.pushforward.benchmark.trainrun.RunReport;
import org.pushforward.benchmark.trainrun.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the report of a run. */
@Command(
        name = "report",
        description =
                "Rewrites the report of a run from its last checkpoint: curves, samples next to data, scores, settings.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  pushforward report runs/points-real-nvp"})
public final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The folder of the run.")
    private Path folder;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    private final Console console;
    private final Interruption interruption;
    private final BackendSource backends;

    @Inject
    ReportCommand(Console console, Interruption interruption, BackendSource backends) {
        this.console = console;
        this.interruption = interruption;
        this.backends = backends;
    }

    @Override
    public Integer call() {
        TrainedRun run = TrainedRun.open(folder);
        PreparedTraining prepared = PreparedTraining.of(run.settings());
        try (Backend backend = engine.open(backends, run.settings().run())) {
            RunReport.write(run, prepared, backend, interruption.cancellation());
        }
        console.out().println("report: " + run.report());
        return ExitCode.SUCCESS;
    }
}
