package org.pushforward.files;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.tensor.Shape;

/** Rows of numbers that stay on disk and are read one by one. Safe for use by several threads. */
interface StoredRows {
    /** Returns the number of rows. */
    int rows();

    /** Returns the shape of a row. */
    Shape event();

    /** Returns the names of the numeric columns, if the file has names. */
    Optional<List<String>> names();

    /** Returns the columns that are not numeric, with the reason. */
    Map<String, String> unreadable();

    /** Returns the position of a column in a row; -1 if there is no such column. */
    int position(String column);

    /**
     * Checks that columns contain only numbers.
     *
     * @throws DataFileException if a field is not a number or is missing; the message names the line
     */
    void checkNumeric(List<String> columns);

    /**
     * Reads the numbers of a row.
     *
     * @throws DataFileException if the file cannot be read
     */
    void read(int number, double[] into);
}
