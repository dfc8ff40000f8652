package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.trainrun.PreparedTraining;
import org.pushforward.benchmark.trainrun.RunDifference;
import org.pushforward.benchmark.trainrun.TrainSettings;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.benchmark.trainrun.TrainingJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a run again. */
@Command(
        name = "rerun",
        description =
                "Trains the model of a run again, from the beginning, and says whether the parameters have the same bits.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Exit codes: 0 the same bits; 1 others, or training failed; 2 wrong call; 130 stopped.",
            "Example: pushforward rerun runs/points-real-nvp"
        })
public final class RerunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The folder of the run.")
    private Path folder;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the new run (default: beside the old one).")
    private Path out;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    private final TrainingSession session;

    @Inject
    RerunCommand(TrainingSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainedRun old = TrainedRun.open(folder);
        // On as many threads as then, for sums depend on them in the last digits.
        TrainSettings settings = old.settings()
                .withRun(old.settings()
                        .run()
                        .withThreads(old.manifest().software().threads()));
        Path absolute = folder.toAbsolutePath().normalize();
        Path place = out == null ? absolute.resolveSibling(absolute.getFileName() + "-rerun") : out;
        PreparedTraining prepared = PreparedTraining.of(settings);
        try (Backend backend = session.open(settings.run())) {
            TrainingJob job =
                    session.begin(place, List.of("pushforward", "rerun", folder.toString()), prepared, backend, quiet);
            int code = session.run(job, prepared, backend, quiet, false);
            if (code != ExitCode.SUCCESS) {
                return code;
            }
            List<String> differences = RunDifference.parameters(old, job.run());
            differences.forEach(session.console.out()::println);
            if (differences.isEmpty()) {
                session.console.out().println("the same bits as " + folder);
            }
            return differences.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
        }
    }
}
