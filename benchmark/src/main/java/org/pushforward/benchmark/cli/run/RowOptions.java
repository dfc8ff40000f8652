package org.pushforward.benchmark.cli.run;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run, rows for its model, and where the results go. */
final class RowOptions {
    @Parameters(paramLabel = "RUN", description = "The folder of the run.")
    Path folder;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "Rows with the columns that the model learned from.")
    Path data;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "A file that ends with .npy or .csv (default: standard output).")
    Path to;

    @Option(names = "--best", description = "By the best model by validation rather than the last one.")
    boolean best;

    @Mixin
    EngineOptions engine = new EngineOptions();
}
