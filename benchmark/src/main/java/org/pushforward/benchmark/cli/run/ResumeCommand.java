package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.options.EngineOptions;
import org.pushforward.benchmark.cli.options.OutputOptions;
import org.pushforward.benchmark.trainrun.PreparedTraining;
import org.pushforward.benchmark.trainrun.TrainSettings;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.benchmark.trainrun.TrainingJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Resumes training. */
@Command(
        name = "resume",
        description = "Resumes training from the last checkpoint of a run, bit-identical to uninterrupted training.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  pushforward resume runs/points-real-nvp"})
public final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The folder of the run.")
    private Path folder;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "The iteration to train up to (default: the iterations of the settings).")
    private Integer iterations;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    private final TrainingSession session;

    @Inject
    ResumeCommand(TrainingSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return resume(folder, engine, output);
    }

    int resume(Path place, EngineOptions options, OutputOptions printed) {
        TrainedRun run = TrainedRun.open(place);
        TrainingJob.checkData(run);
        TrainSettings settings = TrainingSession.over(options, run.settings());
        settings = iterations == null ? settings : settings.withIterations(iterations);
        PreparedTraining prepared = PreparedTraining.of(settings);
        try (Backend backend = session.open(settings.run())) {
            return session.run(TrainingJob.resume(run, prepared, backend), prepared, backend, printed);
        }
    }
}
