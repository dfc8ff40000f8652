package org.pushforward.benchmark.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.files.DataFile;
import org.pushforward.files.FileRows;
import org.pushforward.files.Missing;
import org.pushforward.files.Selection;
import org.pushforward.files.Split;

/** Reads the columns of a file that the model of a run needs. */
final class RunInput {
    private static final Split ALL = new Split.ByRow(0, 0, 0);

    private RunInput() {}

    /**
     * Reads all rows.
     *
     * @throws IllegalArgumentException if a column is absent or a number is missing
     */
    static Rows of(TrainedRun run, Path file) {
        DataFile data = DataFile.at(file);
        List<String> columns = columns(run, data);
        List<String> condition = run.manifest().condition();
        List<String> classes = run.manifest().classes();
        Selection selection = new Selection(columns, condition, classes, Optional.empty(), Missing.REFUSE);
        return FileRows.of(data, selection, ALL)
                .training()
                .recorded()
                .orElseThrow(() -> new IllegalArgumentException(
                        file + " is too large for memory: give Java more heap (-Xmx), or split the file"));
    }

    /** Returns the columns that the run learned from; none, which means all, for an array without column names. */
    private static List<String> columns(TrainedRun run, DataFile data) {
        Set<String> there = data.read().arrays().keySet();
        return there.equals(Set.of(Schema.X)) || run.manifest().coordinates().isEmpty()
                ? List.of()
                : run.manifest().columns();
    }

    /** Returns the conditions and classes of each row of a file. */
    static Rows context(TrainedRun run, Path file) {
        Selection selection = new Selection(
                List.of(), run.manifest().condition(), run.manifest().classes(), Optional.empty(), Missing.REFUSE);
        return selection.context(DataFile.at(file).read());
    }
}
