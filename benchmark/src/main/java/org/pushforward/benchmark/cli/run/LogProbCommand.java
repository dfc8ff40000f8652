package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import org.pushforward.benchmark.cli.Pushforward;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the log-density in nats of each row of a file under the model of a run, in the data's own units. */
@Command(
        name = "logprob",
        description =
                "Prints the log-density in nats of each row of a file under the model of a run, in the data's own units.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  pushforward logprob runs/points-real-nvp --data new.csv --to out.csv"})
public final class LogProbCommand implements Callable<Integer> {
    @Mixin
    private RowOptions options = new RowOptions();

    private final RowSession session;

    @Inject
    LogProbCommand(RowSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(options, (run, trained, rows) -> trained.logProb(rows), run -> List.of("logprob"));
    }
}
