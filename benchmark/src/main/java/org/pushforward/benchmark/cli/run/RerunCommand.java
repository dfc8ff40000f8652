package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.options.OutputOptions;
import org.pushforward.benchmark.trainrun.PreparedTraining;
import org.pushforward.benchmark.trainrun.RunDifference;
import org.pushforward.benchmark.trainrun.TrainSettings;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.benchmark.trainrun.TrainingJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repeats a run. */
@Command(
        name = "rerun",
        description =
                "Repeats the training of a run from the beginning, and reports whether the parameters are bit-identical.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Example:",
            "  pushforward rerun runs/points-real-nvp",
            "",
            "Exit codes: 0 bit-identical; 1 different, or training failed; 2 invalid usage; 130 stopped."
        })
public final class RerunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The folder of the run.")
    private Path folder;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the new run (default: next to the old one).")
    private Path out;

    @Mixin
    private OutputOptions output = new OutputOptions();

    private final TrainingSession session;

    @Inject
    RerunCommand(TrainingSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainedRun old = TrainedRun.open(folder);
        // Uses the same number of threads, because the last digits of sums depend on it.
        TrainSettings settings = old.settings()
                .withRun(old.settings()
                        .run()
                        .withThreads(old.manifest().software().threads()));
        Path absolute = folder.toAbsolutePath().normalize();
        Path place = out == null ? absolute.resolveSibling(absolute.getFileName() + "-rerun") : out;
        PreparedTraining prepared = PreparedTraining.of(settings);
        try (Backend backend = session.open(settings.run())) {
            TrainingJob job = session.begin(
                    place, List.of("pushforward", "rerun", folder.toString()), prepared, backend, output.isQuiet());
            int code = session.run(job, prepared, backend, output);
            if (code != ExitCode.SUCCESS) {
                return code;
            }
            List<String> differences = RunDifference.parameters(old, job.run());
            PrintWriter printed = output.isJson() ? session.console.err() : session.console.out();
            differences.forEach(printed::println);
            if (differences.isEmpty()) {
                printed.println("bit-identical to " + folder);
            }
            return differences.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
        }
    }
}
