package org.pushforward.benchmark.cli.run;

import java.nio.file.Path;
import java.util.List;
import org.pushforward.benchmark.data.file.FileSettings;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.data.Rows;
import org.pushforward.files.DataFile;
import org.pushforward.files.FileRows;
import org.pushforward.files.Missing;
import org.pushforward.files.Selection;
import org.pushforward.files.Split;
import org.pushforward.files.Table;

/** Rows of a file with the columns that a run learned from, in their order in the file. */
final class RunInput {
    private static final Split ALL = new Split.ByRow(0, 0, 0);

    private RunInput() {}

    /**
     * Reads all rows.
     *
     * @throws IllegalArgumentException if the file lacks a column that the run learned from, or a number
     */
    static Rows of(TrainedRun run, Path file) {
        DataFile data = DataFile.at(file);
        List<String> columns = columns(run, data);
        List<String> condition = run.manifest().condition();
        List<String> classes = run.manifest().classes();
        Selection selection = new Selection(columns, condition, classes, Missing.REFUSE);
        return FileRows.of(data, selection, ALL).training().rows();
    }

    /** Returns the columns that the settings name, or those that were there, if the file has them. */
    private static List<String> columns(TrainedRun run, DataFile data) {
        List<String> named = run.settings().file().map(FileSettings::columns).orElse(List.of());
        List<String> there = run.manifest().coordinates();
        if (!named.isEmpty() || there.isEmpty()) {
            return named;
        }
        Table table = data.read();
        return table.arrays().keySet().containsAll(there) ? there : List.of();
    }

    /** Returns what the model is given in each row of a file. */
    static Rows context(TrainedRun run, Path file) {
        Selection selection = new Selection(
                List.of(), run.manifest().condition(), run.manifest().classes(), Missing.REFUSE);
        return selection.context(DataFile.at(file).read());
    }
}
