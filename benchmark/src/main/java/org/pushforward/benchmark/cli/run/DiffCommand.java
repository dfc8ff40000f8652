package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.trainrun.RunDifference;
import org.pushforward.benchmark.trainrun.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how two runs differ. */
@Command(
        name = "diff",
        description = "Shows how two runs differ: in settings, versions, data, results and parameters.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Example:",
            "  pushforward diff runs/a runs/b",
            "",
            "Exit codes: 0 equal; 1 different; 2 invalid usage."
        })
public final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a run.")
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN", description = "The folder of another run.")
    private Path second;

    private final Console console;

    @Inject
    DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunDifference difference = RunDifference.of(TrainedRun.open(first), TrainedRun.open(second));
        difference.lines().forEach(console.out()::println);
        console.out()
                .println(
                        difference.lines().isEmpty()
                                ? "no difference"
                                : difference.lines().size() + " differences");
        return difference.lines().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }
}
