package org.pushforward.benchmark.report.inference;

import java.util.List;
import org.pushforward.checkpoint.RecordJson;

/**
 * The results of a study of how well methods are calibrated over many fields, as a table. It was computed before and is only shown.
 *
 * @param title the title
 * @param note what was studied, with how many fields, and the command that repeats it
 * @param verdict the result in one sentence
 * @param columns the headers of the columns
 * @param rows the cells of each row, as many as there are columns
 */
public record StudyTable(String title, String note, String verdict, List<String> columns, List<List<String>> rows) {
    /** Reads and prints tables. */
    public static final RecordJson<StudyTable> JSON = RecordJson.of(StudyTable.class);

    /** Copies the lists and refuses rows of another length. */
    public StudyTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "row " + row + " of the study '" + title + "': expected " + columns.size() + " cells");
            }
        }
    }
}
