package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.trainrun.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists runs. */
@Command(
        name = "runs",
        description = "Lists the runs in a folder.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  pushforward runs"})
public final class RunsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "0..1", description = "The folder (default: runs).")
    private Path folder;

    @Option(names = "--json", description = "Print the runs as JSON.")
    private boolean json;

    private final Console console;

    @Inject
    RunsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no folder " + folder);
        }
        Path place = folder == null ? Path.of("runs") : folder;
        List<TrainedRun> runs = TrainedRun.in(place, console.err()::println);
        console.out()
                .print(
                        json
                                ? JsonText.of(Map.of(
                                                "runs",
                                                runs.stream()
                                                        .map(RunTable::values)
                                                        .toList())) + "\n"
                                : RunTable.of(runs));
        console.out().flush();
        return ExitCode.SUCCESS;
    }
}
