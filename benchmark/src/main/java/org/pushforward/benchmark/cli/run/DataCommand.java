package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.TextTable;
import org.pushforward.benchmark.cli.options.ReplaceOption;
import org.pushforward.files.ColumnSummary;
import org.pushforward.files.DataFile;
import org.pushforward.files.FileRows;
import org.pushforward.files.Findings;
import org.pushforward.files.Missing;
import org.pushforward.files.Selection;
import org.pushforward.files.Split;
import org.pushforward.files.Table;
import org.pushforward.files.TableSample;
import org.pushforward.files.TextConversion;
import org.pushforward.tensor.HostArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Inspects and converts data files. */
@Command(
        name = "data",
        description = "Inspects or converts a data file.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND")
public final class DataCommand {
    private final Console console;

    @Inject
    DataCommand(Console console) {
        this.console = console;
    }

    /** Prints a line for each column, and possible problems for training. */
    @Command(
            name = "describe",
            description =
                    "Prints statistics of each column, its number of missing values, and possible problems for training.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  pushforward data describe prices.csv"})
    int describe(
            @Parameters(paramLabel = "FILE", description = "A CSV, TSV, NPY, NPZ or IDX file, or a folder of pictures.")
                    Path path,
            @Option(names = "--json", description = "Print the result as JSON.") boolean json) {
        TableSample sample = DataFile.at(path).sample();
        Table table = sample.table();
        List<ColumnSummary> columns = new ArrayList<>();
        table.arrays().forEach((name, array) -> columns.add(ColumnSummary.of(name, array.toDoubles())));
        List<String> warnings = warnings(table);
        if (json) {
            console.out().println(JsonText.of(values(sample, columns, warnings)));
            return ExitCode.SUCCESS;
        }
        console.out().println(String.format(Locale.ROOT, "%s: %,d rows", path, sample.total()));
        if (!sample.isComplete()) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "the file is too large for memory, so these are statistics of %,d evenly spaced rows",
                            table.rows()));
        }
        TextTable lines = new TextTable(
                2, "column", "type", "missing", "lowest", "25 %", "median", "75 %", "highest", "mean", "deviation");
        for (ColumnSummary column : columns) {
            HostArray array = table.arrays().get(column.name());
            lines.row(
                    column.name(),
                    array.dtype() + array.shape().without(0).toString(),
                    String.valueOf(column.missing()),
                    number(column.lowest()),
                    number(column.lowerQuartile()),
                    number(column.median()),
                    number(column.upperQuartile()),
                    number(column.highest()),
                    number(column.mean()),
                    number(column.standardDeviation()));
        }
        console.out().print(lines);
        table.unreadable()
                .forEach((name, why) -> console.out().println("column '" + name + "' is not numeric: " + why));
        warnings.forEach(warning -> console.out().println("warning: " + warning));
        return ExitCode.SUCCESS;
    }

    /** Converts a text file to an NPY file. */
    @Command(
            name = "convert",
            description =
                    "Converts a CSV or TSV file to an NPY file line by line. Training can stream NPY files larger than memory.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  pushforward data convert prices.csv --to prices.npy"})
    int convert(
            @Parameters(paramLabel = "FILE", description = "A CSV or TSV file of any length.") Path text,
            @Option(
                            names = "--to",
                            paramLabel = "FILE",
                            required = true,
                            description = "The new file, whose name ends with npy.")
                    Path to,
            @Mixin ReplaceOption replace) {
        replace.check(to);
        List<String> names = TextConversion.convert(text, to);
        for (int j = 0; j < names.size(); j++) {
            console.out().println("c" + (j + 1) + "  " + names.get(j));
        }
        return ExitCode.SUCCESS;
    }

    private static List<String> warnings(Table table) {
        try {
            Selection selection = Selection.all().where(Missing.MEDIAN);
            return Findings.of(FileRows.of(table, selection, new Split.ByRow(0, 0, 0)))
                    .warnings();
        } catch (IllegalArgumentException e) {
            return List.of(e.getMessage());
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    private static Map<String, Object> values(TableSample sample, List<ColumnSummary> columns, List<String> warnings) {
        List<Map<String, Object>> each = new ArrayList<>();
        for (ColumnSummary column : columns) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("name", column.name());
            values.put("missing", column.missing());
            values.put("lowest", column.lowest());
            values.put("lowerQuartile", column.lowerQuartile());
            values.put("median", column.median());
            values.put("upperQuartile", column.upperQuartile());
            values.put("highest", column.highest());
            values.put("mean", column.mean());
            values.put("standardDeviation", column.standardDeviation());
            each.add(values);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("rows", sample.total());
        all.put("inspected", sample.table().rows());
        all.put("columns", each);
        all.put("unreadable", sample.table().unreadable());
        all.put("warnings", warnings);
        return all;
    }
}
