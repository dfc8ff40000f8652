package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import org.pushforward.benchmark.cli.Pushforward;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Encodes each row of a file with the model of a run, as the noise of a flow or the mean code of a VAE. */
@Command(
        name = "encode",
        description =
                "Encodes each row of a file with the model of a run, as the noise of a flow or the mean code of a VAE.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  pushforward encode runs/points-real-nvp --data new.csv --to out.csv"})
public final class EncodeCommand implements Callable<Integer> {
    @Mixin
    private RowOptions options = new RowOptions();

    private final RowSession session;

    @Inject
    EncodeCommand(RowSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(options, (run, trained, rows) -> trained.encode(rows), run -> List.of());
    }
}
