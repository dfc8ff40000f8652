package org.pushforward.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.data.WeightedDataset;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * The rows of a file, split for training, validation and testing.
 *
 * @param names the names of the coordinates of {@value Schema#X}, or of its single array
 * @param training the rows for training
 * @param validation the rows for validation, possibly none
 * @param test the rows for testing, possibly none
 * @param dropped the number of rows that were left out because a number was missing
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record FileRows(List<String> names, DataSource training, Rows validation, Rows test, int dropped) {
    /** The largest number of rows of a streamed file for validation, and also for testing. */
    static final int MOST_HELD_OUT = 100_000;

    /** Copies the list. */
    public FileRows {
        names = List.copyOf(names);
    }

    /**
     * Reads a file, selects columns, splits the rows and handles missing numbers. Replacements for missing numbers are computed from
     * the training rows only. An NPY, CSV or TSV file larger than its budget stays on disk, and its rows are read as they are drawn.
     *
     * @throws DataFileException if the file cannot be read or used; the message names the place
     */
    public static FileRows of(DataFile file, Selection selection, Split split) {
        boolean inOrder = selection.missing() == Missing.REFUSE
                && selection.weights().isEmpty()
                && split.column().isEmpty();
        // A text larger than its budget may still fit in memory.
        if (file.isTooLarge() && (inOrder || file.format() == FileFormat.NPY)) {
            return StreamedRows.open(file, selection, split);
        }
        return of(file.read(split.column().map(Set::of).orElse(Set.of())), selection, split);
    }

    /**
     * Selects columns of a table, splits its rows and handles missing numbers, as for a file.
     *
     * @throws DataFileException if the table cannot be used; the message names the place
     */
    public static FileRows of(Table table, Selection selection, Split split) {
        List<String> names = selection.names(table, split.column());
        Rows rows = selection.rows(table, names);
        Split.Parts parts = split.divide(table);
        int[] complete = Selection.complete(rows);
        int missing = table.rows() - complete.length;
        if (missing > 0) {
            switch (selection.missing()) {
                case REFUSE -> throw refused(table, selection, names, missing);
                case DROP -> parts = kept(parts, complete, table);
                case MEAN, MEDIAN -> rows = filled(rows, parts.training(), selection.missing(), table.source());
            }
        }
        int dropped = selection.missing() == Missing.DROP ? missing : 0;
        Rows all = rows;
        Split.Parts divided = parts;
        return selection
                .weights(table)
                .map(weights -> weighted(names, all, weights, divided, dropped, table.source()))
                .orElseGet(() -> new FileRows(
                        names,
                        new Dataset(all.take(divided.training())),
                        all.take(divided.validation()),
                        all.take(divided.test()),
                        dropped));
    }

    /** Returns training rows that are drawn by weight, and held-out rows that occur as often as their weights say. */
    private static FileRows weighted(
            List<String> names, Rows rows, HostArray weights, Split.Parts parts, int dropped, String source) {
        try {
            return new FileRows(
                    names,
                    new WeightedDataset(rows.take(parts.training()), weights.take(parts.training())),
                    spread(rows, weights, parts.validation()),
                    spread(rows, weights, parts.test()),
                    dropped);
        } catch (DataFileException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw DataFileException.of(source + ": " + e.getMessage(), e);
        }
    }

    private static Rows spread(Rows rows, HostArray weights, int[] part) {
        Rows some = rows.take(part);
        return part.length == 0 ? some : new WeightedDataset(some, weights.take(part)).spread(part.length);
    }

    private static DataFileException refused(Table table, Selection selection, List<String> names, int missing) {
        List<String> all = new ArrayList<>(names);
        all.addAll(selection.condition());
        StringBuilder where = new StringBuilder();
        for (String name : all) {
            HostArray array = table.numbers(name);
            int width = array.size() / table.rows();
            int lacking = 0;
            int first = -1;
            for (int i = 0; i < array.size(); i++) {
                if (Double.isNaN(array.get(i))) {
                    lacking++;
                    first = first < 0 ? i / width : first;
                }
            }
            if (lacking > 0 && where.length() < 400) {
                where.append(where.length() == 0 ? "" : ", ")
                        .append(name)
                        .append(" has ")
                        .append(lacking)
                        .append(" (first in row ")
                        .append(first)
                        .append(")");
            }
        }
        return new DataFileException(table.source() + " has missing numbers in " + missing + " of " + table.rows()
                + " rows: " + where + "; set 'missing' to drop, mean or median, or choose other columns");
    }

    private static Split.Parts kept(Split.Parts parts, int[] complete, Table table) {
        Set<Integer> whole = new HashSet<>();
        Arrays.stream(complete).forEach(whole::add);
        Split.Parts left = new Split.Parts(
                Arrays.stream(parts.training()).filter(whole::contains).toArray(),
                Arrays.stream(parts.validation()).filter(whole::contains).toArray(),
                Arrays.stream(parts.test()).filter(whole::contains).toArray());
        if (left.training().length == 0) {
            throw new DataFileException(table.source() + ": every training row has a missing number, so none is left");
        }
        return left;
    }

    private static Rows filled(Rows rows, int[] training, Missing rule, String source) {
        Map<String, HostArray> columns = new LinkedHashMap<>();
        rows.columns()
                .forEach((name, array) -> columns.put(
                        name,
                        array.dtype() == DType.F32
                                ? filled(array, training, rule, source + ": '" + name + "'")
                                : array));
        return new Rows(columns);
    }

    private static HostArray filled(HostArray array, int[] training, Missing rule, String what) {
        int width = array.size() / array.shape().dim(0);
        float[] values = array.toFloats();
        for (int j = 0; j < width; j++) {
            int at = j;
            double[] present = Arrays.stream(training)
                    .mapToDouble(row -> values[row * width + at])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            if (present.length == 0) {
                throw new DataFileException(what + " has no number in any training row: choose other columns");
            }
            float stand = (float)
                    (rule == Missing.MEAN
                            ? Arrays.stream(present).average().orElseThrow()
                            : new ColumnQuantiles(present).at(0.5));
            for (int i = j; i < values.length; i += width) {
                values[i] = Float.isNaN(values[i]) ? stand : values[i];
            }
        }
        return HostArray.wrap(array.shape(), values);
    }
}
