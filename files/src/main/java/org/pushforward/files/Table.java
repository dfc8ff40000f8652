package org.pushforward.files;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.data.Schema;
import org.pushforward.settings.KeyName;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The contents of a file before columns are selected. Missing numbers are NaN.
 *
 * @param source the name of the file in messages
 * @param rows the number of rows
 * @param arrays the numbers of each column, with shape [rows, ...]
 * @param words the text of the columns that were requested as text
 * @param unreadable for each column that is not numeric, its first field that is not a number, with the line
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Table(
        String source,
        int rows,
        Map<String, HostArray> arrays,
        Map<String, String[]> words,
        Map<String, String> unreadable) {
    /** Copies the maps. */
    public Table {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
        unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
    }

    static Table of(String source, Map<String, HostArray> arrays) {
        int rows = -1;
        for (Map.Entry<String, HostArray> array : arrays.entrySet()) {
            if (array.getValue().shape().rank() == 0) {
                throw new DataFileException(
                        source + ": '" + array.getKey() + "' is a single number: expected an axis of rows");
            }
            int own = array.getValue().shape().dim(0);
            if (rows >= 0 && own != rows) {
                throw new DataFileException(source + ": '" + array.getKey() + "' has " + own
                        + " rows, but the arrays before it have " + rows + ": every array needs a value for each row");
            }
            rows = own;
            if (array.getValue().size() == 0) {
                throw new DataFileException(source + ": '" + array.getKey() + "' has the shape "
                        + array.getValue().shape() + ": expected at least one number");
            }
        }
        return new Table(source, rows, arrays, Map.of(), Map.of());
    }

    /**
     * Returns the numbers of a column.
     *
     * @throws DataFileException if the column is absent or not numeric; the message shows the first field that is not a number
     */
    public HostArray numbers(String column) {
        if (unreadable.containsKey(column)) {
            throw new DataFileException(source + ": column '" + column + "' is not numeric: " + unreadable.get(column)
                    + "; choose other columns, or write numbers there");
        }
        HostArray array = arrays.get(column);
        return array == null ? coordinate(column) : array;
    }

    /** Returns a column of the matrix {@value Schema#X}, whose columns are named {@code c1}, {@code c2}, ... */
    private HostArray coordinate(String column) {
        HostArray matrix = arrays.get(Schema.X);
        int width = matrix == null || matrix.shape().rank() != 2
                ? 0
                : matrix.shape().dim(1);
        if (column.matches("c[1-9]\\d{0,8}") && Integer.parseInt(column.substring(1)) <= width) {
            int at = Integer.parseInt(column.substring(1)) - 1;
            double[] values = new double[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = matrix.get(i * width + at);
            }
            return HostArray.wrap(Shape.of(rows), values);
        }
        String others = width > 0 ? "; the columns of the matrix are c1 to c" + width : "";
        throw new DataFileException(
                source + ": no column '" + column + "': " + KeyName.advice(column, arrays.keySet()) + others);
    }
}
