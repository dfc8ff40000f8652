package org.pushforward.benchmark.cli.run;

import java.nio.file.Path;
import org.pushforward.benchmark.cli.options.EngineOptions;
import org.pushforward.benchmark.cli.options.ReplaceOption;
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
            description = "The output, an NPY or CSV file according to its name (default: standard output).")
    Path to;

    @Option(names = "--best", description = "Use the best model by validation instead of the last one.")
    boolean best;

    @Mixin
    ReplaceOption replace = new ReplaceOption();

    @Mixin
    EngineOptions engine = new EngineOptions();
}
