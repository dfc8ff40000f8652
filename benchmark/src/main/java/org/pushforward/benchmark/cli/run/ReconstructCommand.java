package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.trainrun.Reconstruction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Encodes and decodes each row of a file with the model of a run. */
@Command(
        name = "reconstruct",
        description = "Encodes and decodes each row of a file with the model of a run.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  pushforward reconstruct runs/points-real-nvp --data new.csv --to out.csv"})
public final class ReconstructCommand implements Callable<Integer> {
    @Mixin
    private RowOptions options = new RowOptions();

    private final RowSession session;

    @Inject
    ReconstructCommand(RowSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(options, (run, trained, rows) -> Reconstruction.of(trained, rows), run -> run.manifest()
                .coordinates());
    }
}
