package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.TextTable;
import org.pushforward.benchmark.cli.options.ReplaceOption;
import org.pushforward.benchmark.trainrun.ParameterImport;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.checkpoint.SafeTensors;
import org.pushforward.files.ArrayFile;
import org.pushforward.files.ColumnSummary;
import org.pushforward.tensor.HostArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows, exports, saves and imports the parameters of a run. */
@Command(
        name = "params",
        description = "Shows, exports, saves or imports the parameters of a run.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ParamsCommand {
    private final Console console;

    @Inject
    ParamsCommand(Console console) {
        this.console = console;
    }

    private static Map<String, HostArray> parameters(Path folder, boolean best) {
        Map<String, HostArray> tensors = new LinkedHashMap<>(
                ModelCheckpoint.load(TrainedRun.open(folder).checkpoint(best)).tensors());
        tensors.keySet().removeIf(name -> name.startsWith(ModelCheckpoint.TRAINING));
        return tensors;
    }

    /** Prints a line for each array. */
    @Command(
            name = "show",
            description = "Prints the name, type, mean, standard deviation and range of each array.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  pushforward params show runs/points-real-nvp"})
    int show(
            @Parameters(paramLabel = "RUN", description = "The folder of the run.") Path folder,
            @Option(names = "--best", description = "Use the best model by validation.") boolean best) {
        TextTable table = new TextTable(2, "name", "type", "mean", "deviation", "lowest", "highest");
        long count = 0;
        for (Map.Entry<String, HostArray> entry : parameters(folder, best).entrySet()) {
            ColumnSummary summary =
                    ColumnSummary.of(entry.getKey(), entry.getValue().toDoubles());
            count += entry.getValue().size();
            table.row(
                    entry.getKey(),
                    entry.getValue().type().toString(),
                    number(summary.mean()),
                    number(summary.standardDeviation()),
                    number(summary.lowest()),
                    number(summary.highest()));
        }
        console.out().print(table);
        console.out().println(String.format(Locale.ROOT, "%,d numbers", count));
        return ExitCode.SUCCESS;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** Writes the arrays to a file. */
    @Command(
            name = "export",
            description = "Writes the arrays to an NPZ or safetensors file.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Example:",
                "  pushforward params export runs/points-real-nvp --to parameters.npz",
                "  pushforward params export runs/points-real-nvp --best --to best.safetensors"
            })
    int export(
            @Parameters(paramLabel = "RUN", description = "The folder of the run.") Path folder,
            @Option(
                            names = "--to",
                            paramLabel = "FILE",
                            required = true,
                            description = "The NPZ or safetensors file, according to its name.")
                    Path to,
            @Option(names = "--best", description = "Use the best model by validation.") boolean best,
            @Mixin ReplaceOption replace) {
        replace.check(to);
        Map<String, HostArray> parameters = parameters(folder, best);
        if (to.toString().endsWith(".npz")) {
            ArrayFile.write(to, parameters);
        } else if (to.toString().endsWith(".safetensors")) {
            new SafeTensors(parameters, Map.of("format", "pushforward")).write(to);
        } else {
            throw new IllegalArgumentException(
                    "cannot write " + to + ": expected a name that ends with .npz or .safetensors");
        }
        return ExitCode.SUCCESS;
    }

    /** Saves the model without the state of its training. */
    @Command(
            name = "save",
            description = {
                "Saves the model, without the state of its training, to a folder for programs in Java.",
                "The folder is a tenth of the size of a checkpoint or less; training cannot be resumed from it."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  pushforward params save runs/points-real-nvp --to models/points"})
    int save(
            @Parameters(paramLabel = "RUN", description = "The folder of the run.") Path folder,
            @Option(names = "--to", paramLabel = "FOLDER", required = true, description = "The new folder.") Path to,
            @Option(names = "--best", description = "Use the best model by validation.") boolean best,
            @Mixin ReplaceOption replace) {
        replace.check(to);
        ModelCheckpoint.load(TrainedRun.open(folder).checkpoint(best))
                .withValues(parameters(folder, best))
                .save(to);
        return ExitCode.SUCCESS;
    }

    /** Reads them from a file. */
    @Command(
            name = "import",
            description = {
                "Reads them from a file that ends with .npz or .safetensors, as 'params export' writes it, into a new checkpoint.",
                "Names and shapes must be those of the model. Older checkpoints stay; training cannot be resumed from the new one."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  pushforward params import runs/points-real-nvp --from parameters.npz"})
    int read(
            @Parameters(paramLabel = "RUN", description = "The folder of the run.") Path folder,
            @Option(names = "--from", paramLabel = "FILE", required = true, description = "The file.") Path from) {
        Path checkpoint = ParameterImport.of(from).into(TrainedRun.open(folder));
        console.out().println("wrote " + checkpoint + ", from which the run samples now; delete it to go back");
        return ExitCode.SUCCESS;
    }
}
