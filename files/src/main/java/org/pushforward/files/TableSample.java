package org.pushforward.files;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.data.Schema;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Evenly spaced rows of a file, or all of them.
 *
 * @param table the rows
 * @param total the number of rows of the file
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record TableSample(Table table, int total) {
    /** The largest number of rows. */
    private static final int MOST_ROWS = 1 << 20;

    /** Returns whether the table has all rows of the file. */
    public boolean isComplete() {
        return table.rows() == total;
    }

    /** Reads rows whose numbers take at most a number of bytes. */
    static TableSample of(String source, StoredRows stored, long bytes) {
        int width = stored.event().size();
        int total = stored.rows();
        int rows = (int) Math.max(1, Math.min(Math.min(total, MOST_ROWS), bytes / (Double.BYTES * (long) width)));
        double[] values = new double[rows * width];
        double[] row = new double[width];
        for (int i = 0; i < rows; i++) {
            stored.read((int) ((long) total * i / rows), row);
            System.arraycopy(row, 0, values, i * width, width);
        }
        return new TableSample(
                new Table(source, rows, columns(stored, rows, values), Map.of(), stored.unreadable()), total);
    }

    private static Map<String, HostArray> columns(StoredRows stored, int rows, double... values) {
        if (stored.names().isEmpty()) {
            return Map.of(Schema.X, HostArray.wrap(stored.event().prepend(rows), values));
        }
        List<String> names = stored.names().get();
        int width = stored.event().size();
        Map<String, HostArray> columns = new LinkedHashMap<>();
        for (String name : names) {
            double[] column = new double[rows];
            for (int i = 0; i < rows; i++) {
                column[i] = values[i * width + stored.position(name)];
            }
            columns.put(name, HostArray.wrap(Shape.of(rows), column));
        }
        return columns;
    }
}
