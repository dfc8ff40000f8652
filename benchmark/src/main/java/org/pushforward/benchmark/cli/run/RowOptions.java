package org.pushforward.benchmark.cli.run;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of commands that apply the model of a run to rows of a file. */
final class RowOptions {
    @Parameters(paramLabel = "RUN", description = "The folder of the run.")
    Path folder;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "A file with the columns that the model was trained on.")
    Path data;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "The output file, with a name that ends with .npy or .csv (default: standard output).")
    Path to;

    @Option(names = "--best", description = "Use the best model by validation instead of the last one.")
    boolean best;

    @Mixin
    EngineOptions engine = new EngineOptions();
}
